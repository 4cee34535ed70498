import type { Definitions } from '../../kernel/definitions.ts';
import { needsTarget } from '../../kernel/engine.ts';
import { withUsed, type Plan } from '../../kernel/plan.ts';
import type { Target } from '../../kernel/target.ts';
import type { Tool } from '../../kernel/tool.ts';

export function isTargetNeeded({ planned }: Plan): boolean {
  return planned.some(({ engine }) => needsTarget(engine));
}

/** The tools of the target in that environment, where one is needed, of the planned engines and of those that they use, each once. */
export function neededTools(plan: Plan, definitions: Definitions, target: Target): readonly Tool[] {
  const engines = plan.planned.flatMap(({ engine, options }) =>
    withUsed(engine, definitions).map((one) =>
      one === engine ? (one.toolsFor?.(options) ?? one.tools) : one.tools,
    ),
  );
  const needed: Tool[] = [
    ...(isTargetNeeded(plan) ? [...target.tools, ...(target.toolsFor?.(plan.environment) ?? [])] : []),
    ...engines.flat(),
  ];
  return [...new Map(needed.map((tool) => [tool.name, tool])).values()];
}
