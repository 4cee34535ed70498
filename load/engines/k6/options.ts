import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../../kernel/errors.ts';
import { profileFile } from './profile/profile.ts';
import { parseMetricName } from './samples/metric-name.ts';

const phaseSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'a kebab-case name such as "before"')
    .describe('What its metrics begin with.'),
  untilMs: z.number().positive().describe('When it ends, in ms since the clock of `phasesStartAtMs`.'),
  fromMs: z
    .number()
    .min(0)
    .optional()
    .describe('When it begins, on the same clock; where the one before ended, unless told.'),
});
export type Phase = z.infer<typeof phaseSchema>;

export const optionsSchema = z.strictObject({
  script: z.string().min(1).describe("The script, relative to the suite's folder."),
  profile: z
    .string()
    .optional()
    .describe('The shape of the load, a name in load/profiles, for a script that declares no scenarios.'),
  metrics: z
    .array(z.string())
    .default([])
    .describe('Metrics to record beside the usual ones, such as `http_req_duration{service:api}.p95`.'),
  env: z
    .record(z.string(), z.string())
    .default({})
    .describe('Further environment variables for the script; never a secret.'),
  phases: z
    .array(phaseSchema)
    .default([])
    .describe(
      'Parts of the run whose metrics are recorded once more, as `<phase>.<metric>`, by the time of each sample.',
    ),
  phasesStartAtMs: z
    .number()
    .positive()
    .optional()
    .describe(
      'When the first phase begins, ms since the epoch. Without it: when k6 is started, about 0.2 s before its first request.',
    ),
});
export type K6Options = z.infer<typeof optionsSchema>;

/** Checks a suite's options; `script` becomes absolute. Throws a ZodError or a ConfigError with every problem. */
export function parseOptions(options: unknown, folder: string): K6Options {
  const parsed = optionsSchema.parse(options);
  const script = resolve(folder, parsed.script);
  const problems = [
    ...scriptProblems(script),
    ...profileProblems(parsed.profile),
    ...metricProblems(parsed.metrics),
    ...phaseProblems(parsed.phases),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...parsed, script };
}

function scriptProblems(script: string): string[] {
  const shown = relative(process.cwd(), script);
  return existsSync(script)
    ? []
    : [`options.script: ${shown} does not exist; name a k6 script, relative to the suite's folder`];
}

function profileProblems(profile: string | undefined): string[] {
  return profile === undefined || existsSync(profileFile(profile))
    ? []
    : [`options.profile: there is no load/profiles/${profile}.profile.json`];
}

function metricProblems(metrics: readonly string[]): string[] {
  return metrics
    .filter((metric) => parseMetricName(metric) === undefined)
    .map(
      (metric) =>
        `options.metrics: "${metric}" is not understood; write <k6 metric>[{tag:value,…}].<stat> with a stat of avg, min, max, med, p95 (any percentile), count, rate, value`,
    );
}

function phaseProblems(phases: readonly Phase[]): string[] {
  const names = phases.map((phase) => phase.name);
  const problems = phases.flatMap((phase, index) => {
    const before = phases[index - 1]?.untilMs ?? 0;
    const { name, untilMs, fromMs = before } = phase;
    if (fromMs < before)
      return [
        `options.phases: "${name}" begins at ${fromMs} ms, before the one before it ends at ${before} ms`,
      ];
    return untilMs > fromMs
      ? []
      : [`options.phases: "${name}" ends at ${untilMs} ms, not after ${fromMs} ms where it begins`];
  });
  return new Set(names).size === names.length
    ? problems
    : [...problems, `options.phases: a name is used twice: ${names.join(', ')}`];
}
