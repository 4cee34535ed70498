import { matchesGlob } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { durationMs } from '../../observability/duration.ts';
import type { RuleFile } from '../../observability/rules.ts';

/** Prometheus' own. */
const EVALUATED = '1m';
const SELDOM_MS = 60_000;

const configSchema = z.looseObject({
  global: z
    .looseObject({ evaluation_interval: z.string().default(EVALUATED) })
    .default({ evaluation_interval: EVALUATED }),
  rule_files: z.array(z.string()).default([]),
  alerting: z
    .looseObject({ alertmanagers: z.array(z.looseObject({})).default([]) })
    .default({ alertmanagers: [] }),
});

/** What is not done with the rules by that configuration of Prometheus, so that nobody would hear of them. */
export function unheard(config: string, rules: string, { groups }: RuleFile): readonly string[] {
  const read = configSchema.safeParse(parse(config));
  if (!read.success) return [z.prettifyError(read.error)];
  const { global, rule_files: files, alerting } = read.data;
  const seldom = groups
    .map(
      ({ name, interval }) =>
        [name, typeof interval === 'string' ? interval : global.evaluation_interval] as const,
    )
    .filter(([, interval]) => (durationMs(interval) ?? Infinity) > SELDOM_MS);
  const isTold = alerting.alertmanagers.some((one) =>
    Object.entries(one).some(([key, value]) => key.endsWith('_configs') && hasTargets(value)),
  );
  return [
    ...(files.some((pattern) => matchesGlob(rules, pattern)) ? [] : [`rule_files has no ${rules}`]),
    ...(isTold ? [] : ['alerting names no Alertmanager']),
    ...seldom.map(([name, interval]) => `group ${String(name)} is evaluated each ${interval}`),
  ];
}

/** Static ones have targets; those that are discovered are not known here. */
function hasTargets(configs: unknown): boolean {
  return (
    Array.isArray(configs) &&
    configs.some((one: unknown) => {
      const targets = (one as { targets?: unknown }).targets;
      return targets === undefined || (Array.isArray(targets) && targets.length > 0);
    })
  );
}
