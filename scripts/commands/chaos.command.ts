import type { StormOptions } from '../chaos/storm-command.ts';
import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'chaos',
  description: 'storms of faults, and what experiments recorded',
  build(command) {
    command
      .command('storm')
      .description(
        'faults that come and go by chance: the same seed gives the same ones; what fails is shrunk to the fewest that still do',
      )
      .argument('[suite]', 'a suite with a storm (default: the only one)')
      .option('--seed <number>', 'which storm (default: any; printed with the run)')
      .option('--minutes <number>', 'how long it is (default: as its suite says)')
      .option('--only <numbers>', 'those of its faults alone, such as 3,8: what one was shrunk to')
      .option('--show', 'print what would come when, and run nothing')
      .option('--env <environment>', 'where to test (default: local)')
      .option('--tries <number>', 'how many runs may be spent on shrinking one that fails', '20')
      .option('--no-shrink', 'leave one that fails as it is')
      .option('--result <file>', 'write the result of the whole storm as JSON to this file as well')
      .option('--no-allure', 'leave out the Allure report, which takes the longest to build')
      .option('--no-install', 'do not install programs that are missing')
      .action(async (suite: string | undefined, options: StormOptions) => {
        const { stormCommand } = await import('../chaos/storm-command.ts');
        process.exitCode = await stormCommand(suite, options);
      });
    command
      .command('check')
      .description(
        'check the histories of a run again, from its evidence alone: nothing acknowledged was lost, nothing happened twice',
      )
      .argument('[run]', 'a run id, or a folder of evidence', 'latest')
      .option('--json', 'print JSON')
      .action(async (id: string, options: { json?: boolean }) => {
        const { checkCommand } = await import('../chaos/check-command.ts');
        process.exitCode = checkCommand(id, options);
      });
  },
});
