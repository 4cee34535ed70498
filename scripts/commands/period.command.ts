import { defineCommand } from '../command.ts';
import type { PeriodOptions } from '../overview/period-command.ts';

export default defineCommand({
  name: 'period',
  description:
    'what a week or a milestone came to: stages, error budgets of slos.json, findings, baselines, coverage',
  build(command) {
    command
      .option('--week <week>', 'such as 2026-W48 (default: this one)')
      .option('--phase <phase>', 'a milestone in place of a week: from its first run to its last')
      .option('--json', 'print JSON')
      .action(async (options: PeriodOptions) => {
        const { periodCommand } = await import('../overview/period-command.ts');
        await periodCommand(options);
      });
  },
});
