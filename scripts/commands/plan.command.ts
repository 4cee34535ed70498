import { defineCommand } from '../command.ts';
import type { SelectionOptions } from '../run/run-request.ts';
import { addSelection } from './selection-options.ts';
import { say } from '../../kernel/sentence.ts';

export default defineCommand({
  name: 'plan',
  description:
    'what `run` would do, how long at most, what is left out, shrunk or cannot be proven here, and why',
  build(command) {
    addSelection(command)
      .option('--limits', 'each suite with its limits and faults')
      .option('--json', 'print JSON')
      .action(async (asked: string[], said: SelectionOptions & { json?: boolean; limits?: boolean }) => {
        const { settled } = await import('../run/settled.ts');
        const { names, options } = await settled({ names: asked, options: said });
        const { preparePlan, sayNoPolicy } = await import('../run/prepare-plan.ts');
        const { USUAL_LOAD } = await import('../../kernel/load-settings.ts');
        const { plan, definitions, policy } = await preparePlan(names, options, USUAL_LOAD);
        const { markUnavailable } = await import('../run/mark-unavailable.ts');
        const { createFinder } = await import('../../fixtures/tools/finder.ts');
        const marked = await markUnavailable(plan, definitions, createFinder());
        const { openHere } = await import('../plan/open-here.ts');
        const here = await openHere(marked, policy, USUAL_LOAD);
        if (options.json) {
          const planned = marked.planned.map(({ suite, file, unavailable, missing }) => ({
            suite,
            file,
            unavailable: unavailable && say(unavailable),
            missing,
          }));
          console.log(
            JSON.stringify({ environment: plan.environment.name, planned, skipped: plan.skipped, ...here }),
          );
          return;
        }
        const { sayPlan } = await import('../terminal/say-plan.ts');
        const { sayHere } = await import('../plan/say-here.ts');
        const { indented, terminalWidth } = await import('../terminal/fit.ts');
        const unheld = policy === undefined ? say(sayNoPolicy(options.stage)).split(' ') : [];
        const lines = [...indented(unheld, 0, terminalWidth()), sayPlan(marked, options), ...sayHere(here)];
        console.log(lines.join('\n'));
      });
  },
});
