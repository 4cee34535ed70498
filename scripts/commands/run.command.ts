import type { Verb } from '../verb.ts';
import type { RunOptions } from '../run/run-options.ts';
import { addSelection } from './selection-options.ts';

const run: Verb = (program) => {
  addSelection(program.command('run'))
    .description('run suites, or a plain file, against an environment: evidence, reports and a verdict')
    .option('--json', 'print the result as JSON on stdout, and progress on stderr')
    .option('--result <file>', 'write the result as JSON to this file as well')
    .option('--no-allure', 'leave out the Allure report, which takes the longest to build')
    .option('--no-install', 'do not install programs that are missing; suites that need them are unknown')
    .option('--seed <number>', 'for whatever is random; printed with every run')
    .action(async (names: string[], options: RunOptions) => {
      const { runCommand } = await import('../run/run-command.ts');
      process.exitCode = await runCommand(names, options);
    });
};

export default run;
