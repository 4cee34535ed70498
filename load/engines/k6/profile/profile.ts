import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, messageOf } from '../../../../kernel/errors.ts';
import { PRODUCT, PROJECT } from '../../../../kernel/project.ts';
import { goDurationMs } from '../process/go-duration.ts';
import { scenarioSchema, type Scenario } from '../process/inspect.ts';

/**
 * `as a whole`: the thresholds hold over the run. `each step`: they do, and the environment's limits hold at each step of the
 * load besides. `by step`: each step is judged, to find where the limits break.
 */
const JUDGED = ['as a whole', 'each step', 'by step'] as const;
export type HowJudged = (typeof JUDGED)[number];

/** Profiles that were written before steps were called steps say `each level`. */
const judgedSchema = z
  .enum([...JUDGED, 'each level'])
  .transform((said): HowJudged => (said === 'each level' ? 'each step' : said));

/** A file of k6's options; what is ours stands in `ext`, which k6 leaves alone. */
export const profileSchema = z.looseObject({
  scenarios: z
    .record(z.string(), scenarioSchema)
    .refine((all) => Object.keys(all).length > 0, 'has no scenario'),
  ext: z.looseObject({
    harness: z.strictObject({ title: z.string().min(1), judged: judgedSchema.default('as a whole') }),
  }),
});
export type Profile = z.infer<typeof profileSchema>;

/** The file of a profile by name: the project's, else the harness's. */
export function profileFile(name: string): string {
  const [own, ours] = [PROJECT, PRODUCT].map((root) =>
    join(root, 'load/profiles', `${name}.profile.json`),
  ) as [string, string];
  return existsSync(own) ? own : ours;
}

/** Throws a ConfigError that names the file and what is wrong with it. */
export function readProfile(name: string): Profile {
  const file = profileFile(name);
  const shown = `load/profiles/${name}.profile.json`;
  if (!existsSync(file)) throw new ConfigError(`profile "${name}": ${shown} does not exist`);
  try {
    return profileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new ConfigError(`${shown}: ${what}`);
  }
}

/** How long it takes from the first scenario's start to the last one's end, in ms. */
export function durationMs({ scenarios }: Pick<Profile, 'scenarios'>): number {
  return Math.max(...Object.values(scenarios).map((one) => startMs(one) + lengthMs(one)));
}

/** When a scenario starts, in ms after the run. */
export function startMs(scenario: Scenario): number {
  return goDurationMs(scenario.startTime) ?? 0;
}

function lengthMs({ stages, duration }: Scenario): number {
  const ofStages = (stages ?? []).reduce((sum, stage) => sum + (goDurationMs(stage.duration) ?? 0), 0);
  return stages ? ofStages : (goDurationMs(duration) ?? 0);
}
