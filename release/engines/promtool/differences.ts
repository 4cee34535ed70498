import { durationMs } from '../../observability/duration.ts';
import type { Alert } from '../../observability/rules.ts';
import { lookbackMs } from '../../observability/shrink.ts';
import { sameWhen, whenOf } from '../../observability/when.ts';
import type { PromtoolOptions } from './options.ts';

/**
 * In what a rule is not what it must be: its tests do not show it, for whoever mistakes a threshold writes the same into both. And
 * whether it has a link of its own to what to do.
 */
export function differences(
  alert: Alert,
  must: PromtoolOptions['alerts'][string] | undefined,
  all: readonly Alert[],
): readonly string[] {
  const link = linkOf(alert);
  const same = all.find((other) => other.alert !== alert.alert && linkOf(other) === link);
  return [
    ...(must === undefined ? [] : ofRule(alert, must)),
    ...(link === undefined ? ['no annotation is a link'] : []),
    ...(link !== undefined && same !== undefined ? [`its link is that of ${same.alert}`] : []),
  ];
}

function ofRule(alert: Alert, must: PromtoolOptions['alerts'][string]): readonly string[] {
  const rows = [
    ['when', whenOf(alert.expr), sameWhen(must.when)],
    ['for, in ms', durationMs(alert.for) ?? 0, durationMs(must.for) ?? 0],
    ['it looks back, in ms', lookbackMs(alert.expr), durationMs(must.over) ?? 0],
    // Whoever was told would wait for the end of what is over.
    ['keep_firing_for', alert.keep_firing_for ?? 'none', 'none'],
    ['severity', alert.labels?.['severity'], must.severity],
  ] as const;
  return rows
    .filter(([, is, wanted]) => is !== wanted)
    .map(([what, is = 'none', wanted]) => `${what}: ${is}, expected ${wanted}`);
}

function linkOf({ annotations = {} }: Alert): string | undefined {
  return Object.values(annotations).find((text) => /^https:\/\/\S+$/.test(text));
}
