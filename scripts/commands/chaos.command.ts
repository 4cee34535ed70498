import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'chaos',
  description: 'what experiments recorded',
  build(command) {
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
