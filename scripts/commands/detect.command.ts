import type { MutantOptions } from '../detect/mutants/prepare-mutants.ts';
import type { DetectOptions } from '../detect/prepare-detection.ts';
import { defineCommand } from '../command.ts';

const isAboutMutants = ({ mutants, mutant, mutators }: MutantOptions) =>
  mutants !== undefined || mutant.length > 0 || mutators.length > 0;

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
      .option(
        '--mutants <number>',
        "instead: so many changes of the target's source by chance, one after another",
      )
      .option('--mutant <id...>', 'instead: these changes', [])
      .option('--mutators <name...>', 'instead: all changes of these mutators, such as access-rule', [])
      .option('--seed <number>', 'of the chance (default: 1)')
      .option('--kinds <kind...>', 'suites of which kinds try mutants, in this order', ['contract', 'e2e'])
      .option('--env <environment>', "where to test (default: the project's environment)")
      .option('--json', 'print the result as JSON on stdout, and progress on stderr')
      .option(
        '--fresh',
        'start over, instead of going on where an unfinished detection of the same code stopped',
      )
      .action(async (said: Omit<DetectOptions & MutantOptions, 'env'> & { env?: string }) => {
        const { withEnvironment } = await import('../finish/default-environment.ts');
        const options = await withEnvironment(said);
        if (isAboutMutants(options)) {
          const { mutantsCommand } = await import('../detect/mutants/mutants-command.ts');
          process.exit(await mutantsCommand(options));
        }
        const { detectCommand } = await import('../detect/detect-command.ts');
        // At once: defects load parts of the product, which may have opened something.
        process.exit(await detectCommand(options));
      });
  },
});
