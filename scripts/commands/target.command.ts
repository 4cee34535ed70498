import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'target',
  description: 'the target of an environment, for running suites under their bare tools',
  build(command) {
    command
      .command('up')
      .description('start it, write .harness/target.env, and keep it up until Ctrl-C')
      .option('--env <environment>', "whose target (default: the project's environment)")
      .option('--defect <id...>', 'plant these defects in it, to try them by hand', [])
      .option(
        '--stand-in <environment...>',
        'write .env.<environment> too, so that --env <environment> tests this target as one that runs already',
        [],
      )
      .action(async (said: { env?: string; defect: string[]; standIn: string[] }) => {
        const { withEnvironment } = await import('../finish/default-environment.ts');
        const { targetUp } = await import('../target/up.ts');
        const { env, defect, standIn } = await withEnvironment(said);
        await targetUp(env, defect, standIn);
      });
    command
      .command('down')
      .description('stop the one that another terminal keeps up')
      .action(async () => {
        const { targetDown } = await import('../target/down.ts');
        await targetDown();
      });
  },
});
