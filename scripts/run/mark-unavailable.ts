import type { Plan } from '../../kernel/plan.ts';
import type { ToolFinder } from '../../kernel/tool.ts';

/** The plan with, for each suite whose engine cannot run there, the sentence that says why. */
export async function markUnavailable(plan: Plan, tools: ToolFinder): Promise<Plan> {
  const planned = await Promise.all(
    plan.planned.map(async (one) => {
      const unavailable = await one.engine.unavailable({ environment: plan.environment, tools });
      return unavailable === undefined ? one : { ...one, unavailable };
    }),
  );
  return { ...plan, planned };
}
