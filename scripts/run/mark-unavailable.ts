import type { Definitions } from '../../kernel/definitions.ts';
import { type Plan, withUsed } from '../../kernel/plan.ts';
import type { ToolFinder } from '../../kernel/tool.ts';

/** The plan with, for each suite whose engine cannot run there, the sentence that says why. */
export async function markUnavailable(
  plan: Plan,
  definitions: Definitions,
  tools: ToolFinder,
): Promise<Plan> {
  const context = { environment: plan.environment, tools };
  const planned = await Promise.all(
    plan.planned.map(async (one) => {
      if (one.unavailable !== undefined) return one;
      const engines = withUsed(one.engine, definitions);
      const reasons = await Promise.all(
        engines.map((engine) =>
          engine.unavailable(engine === one.engine ? { ...context, options: one.options } : context),
        ),
      );
      const unavailable = reasons.find((reason) => reason !== undefined);
      return unavailable === undefined ? one : { ...one, unavailable };
    }),
  );
  return { ...plan, planned };
}
