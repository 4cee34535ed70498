import { durationMs } from '../../observability/duration.ts';
import { changesOf } from './change-expression.ts';
import type { Alert, Rule } from '../../observability/rules.ts';

/** A rule with one thing changed. */
export interface ChangedRule {
  readonly rule: Rule;
  readonly what: string;
}

/** Every change of one thing of a rule: its expression, how long it must hold, and what it tells the one who is woken. */
export function changedRules(alert: Alert): readonly ChangedRule[] {
  const expressions = changesOf(alert.expr).map(({ expr, what }) => ({ rule: { ...alert, expr }, what }));
  const holds = [2, 0.5].flatMap((factor) => {
    const other = scaled(alert.for, factor);
    return other === undefined
      ? []
      : [{ rule: { ...alert, for: other }, what: `for: ${alert.for ?? ''} → ${other}` }];
  });
  const told = (['labels', 'annotations'] as const).flatMap((field) =>
    Object.entries(alert[field] ?? {}).map(([name, value]) => ({
      rule: { ...alert, [field]: { ...alert[field], [name]: 'another' } },
      what: `${field.slice(0, -1)} ${name}: ${value} → another`,
    })),
  );
  return [...expressions, ...holds, ...told];
}

function scaled(text: string | undefined, factor: number): string | undefined {
  const ms = durationMs(text);
  return ms === undefined || ms === 0 ? undefined : `${ms * factor}ms`;
}
