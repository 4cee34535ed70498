import type { DetectOptions } from '../detect/prepare-detection.ts';
import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'detect',
  description:
    'plant defects in the target, one after another, and see whether the suites that claim them notice',
  build(command) {
    command
      .option('--defect <id...>', 'only these defects; all unless named', [])
      .option(
        '--clean <number>',
        'how many runs without a defect follow (default: 10; 1 when defects are named)',
      )
      .option('--env <environment>', 'where to test', 'local')
      .option('--json', 'print the result as JSON on stdout, and progress on stderr')
      .option(
        '--fresh',
        'start over, instead of going on where an unfinished detection of the same code stopped',
      )
      .action(async (options: DetectOptions) => {
        const { detectCommand } = await import('../detect/detect-command.ts');
        // At once: defects load parts of the product, which may have opened something.
        process.exit(await detectCommand(options));
      });
  },
});
