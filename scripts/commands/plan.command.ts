import { defineCommand } from '../command.ts';
import type { SelectionOptions } from '../run/run-request.ts';
import { addSelection } from './selection-options.ts';
import { say } from '../../kernel/sentence.ts';

export default defineCommand({
  name: 'plan',
  description: 'what `run` would do: suites with their thresholds, faults, and what is left out and why',
  build(command) {
    addSelection(command)
      .option('--json', 'print JSON')
      .action(async (names: string[], options: SelectionOptions & { json?: boolean }) => {
        const { preparePlan } = await import('../run/prepare-plan.ts');
        const { plan, definitions } = await preparePlan(names, options);
        const { markUnavailable } = await import('../run/mark-unavailable.ts');
        const { createFinder } = await import('../../fixtures/tools/finder.ts');
        const marked = await markUnavailable(plan, definitions, createFinder());
        if (options.json) {
          const planned = marked.planned.map(({ suite, file, unavailable }) => ({
            suite,
            file,
            unavailable: unavailable && say(unavailable),
          }));
          console.log(JSON.stringify({ environment: plan.environment.name, planned, skipped: plan.skipped }));
          return;
        }
        const { sayPlan } = await import('../terminal/say-plan.ts');
        console.log(sayPlan(marked));
      });
  },
});
