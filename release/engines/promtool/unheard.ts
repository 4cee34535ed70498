import { matchesGlob } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const configSchema = z.looseObject({
  rule_files: z.array(z.string()).default([]),
  alerting: z
    .looseObject({ alertmanagers: z.array(z.looseObject({})).default([]) })
    .default({ alertmanagers: [] }),
});

/** What is not done with the rules by that configuration of Prometheus, so that nobody would hear of them. */
export function unheard(config: string, rules: string): readonly string[] {
  const read = configSchema.safeParse(parse(config));
  if (!read.success) return [z.prettifyError(read.error)];
  const { rule_files: files, alerting } = read.data;
  const isTold = alerting.alertmanagers.some((one) =>
    Object.entries(one).some(([key, value]) => key.endsWith('_configs') && hasTargets(value)),
  );
  return [
    ...(files.some((pattern) => matchesGlob(rules, pattern)) ? [] : [`rule_files has no ${rules}`]),
    ...(isTold ? [] : ['alerting names no Alertmanager']),
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
