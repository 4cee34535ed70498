import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'home',
  description: 'look at every run anew, and make the page of all of them: reports/runs/index.html',
  build(command) {
    command.option('--json', 'print JSON').action(async (options: { json?: boolean }) => {
      const { homeCommand } = await import('../overview/home-command.ts');
      await homeCommand(options);
    });
  },
});
