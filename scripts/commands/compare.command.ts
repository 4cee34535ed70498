import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'compare',
  description: 'two runs: what became red, what is new, unchanged and fixed',
  build(command) {
    command
      .argument('<before>', 'a run id')
      .argument('[after]', 'a run id', 'latest')
      .option('--json', 'print JSON')
      .action(async (before: string, after: string, options: { json?: boolean }) => {
        const { compareCommand } = await import('../overview/compare-command.ts');
        await compareCommand(before, after, options);
      });
  },
});
