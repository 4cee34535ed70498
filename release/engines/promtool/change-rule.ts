import { changesOf } from './change-expression.ts';
import type { Alert, Rule } from './rules.ts';

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
  const labels = Object.entries(alert.labels ?? {}).map(([name, value]) => ({
    rule: { ...alert, labels: { ...alert.labels, [name]: 'another' } },
    what: `label ${name}: ${value} → another`,
  }));
  return [...expressions, ...holds, ...labels];
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration as Prometheus writes it, in ms; undefined where it is none, or nothing. */
export function durationMs(text: string | undefined): number | undefined {
  if (text === undefined || !/^(\d+(ms|[smhd]))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)(ms|[smhd])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
}

function scaled(text: string | undefined, factor: number): string | undefined {
  const ms = durationMs(text);
  return ms === undefined || ms === 0 ? undefined : `${ms * factor}ms`;
}
