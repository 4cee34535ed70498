import { defineCommand } from '../command.ts';
import type { CompareOptions, FolderOption, SaveOptions } from '../baseline/baseline-command.ts';

const FOLDER = '--folder <path>';
const WHERE = 'where baselines are (default: HARNESS_BASELINES, else evidence/baselines)';

export default defineCommand({
  name: 'baseline',
  description: 'what load suites measured before, to compare runs with',
  build(command) {
    command
      .command('save')
      .description('keep what the load suites of a run measured as the baseline of its branch')
      .argument('[run]', 'a run id, or a folder of evidence', 'latest')
      .option('--branch <branch>', "in place of the run's own")
      .option(FOLDER, WHERE)
      .option('--json', 'print JSON')
      .action(async (id: string, options: SaveOptions) => {
        const { saveCommand } = await import('../baseline/baseline-command.ts');
        process.exitCode = await saveCommand(id, options);
      });
    command
      .command('compare')
      .description("compare the load suites of a run with the baselines of its branch, else main's")
      .argument('[run]', 'a run id, or a folder of evidence', 'latest')
      .option('--to <branch or file>', 'in place of those: the baselines of a branch, or one file')
      .option(
        '--despite-machine',
        'compare although machine, environment or target differ; the result says so',
      )
      .option(FOLDER, WHERE)
      .option('--json', 'print JSON')
      .action(async (id: string, options: CompareOptions) => {
        const { compareCommand } = await import('../baseline/baseline-command.ts');
        process.exitCode = await compareCommand(id, options);
      });
    command
      .command('list')
      .description('every baseline: suite, branch, run, load and machine')
      .option(FOLDER, WHERE)
      .option('--json', 'print JSON')
      .action(async (options: FolderOption) => {
        const { listCommand } = await import('../baseline/baseline-command.ts');
        listCommand(options);
      });
  },
});
