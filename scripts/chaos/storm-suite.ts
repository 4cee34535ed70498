import { z } from 'zod';
import { parseExperiment } from '../../chaos/engines/experiment/parse-experiment.ts';
import type { Experiment, PlannedFault } from '../../chaos/engines/experiment/options.ts';
import { ConfigError } from '../../kernel/errors.ts';
import type { Suite } from '../../kernel/suite.ts';

/** What is asked of a storm; the rest is as its suite says. */
export interface StormAsked {
  readonly seed: number;
  readonly minutes: number | undefined;
  /** Those of its faults alone; all unless told. */
  readonly only: readonly number[] | undefined;
}

const stormySchema = z.looseObject({
  storm: z.looseObject({}),
  phasesMs: z.looseObject({ during: z.number() }),
});

/** The suite of that name, or the only one that has a storm. Throws a ConfigError that names those there are. */
export function stormAmong(suites: readonly Suite[], name: string | undefined): Suite {
  const stormy = suites.filter(({ options }) => stormySchema.safeParse(options).success);
  const found = name === undefined ? stormy : stormy.filter((one) => one.name === name);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const known = stormy.map((one) => one.name).join(', ') || 'none';
  throw new ConfigError({
    what: `chaos storm: ${name === undefined ? `got no suite, and there are ${stormy.length} with a storm` : `"${name}" is no suite with a storm`}; known: ${known}.`,
    fix: 'name one of them; a suite has a storm by `storm` in its options',
  });
}

/** What looks at the end takes, for each ms of a storm. */
const LOOKS = 0.5;

/** The suite with the storm that is asked for. */
export function withStorm(suite: Suite, { seed, minutes, only }: StormAsked): Suite {
  const options = stormySchema.parse(suite.options);
  const during = minutes === undefined ? options.phasesMs.during : Math.round(minutes * 60_000);
  const longerMs = Math.max(0, during - options.phasesMs.during) * (1 + LOOKS);
  return {
    ...suite,
    timeoutMs: Math.round(suite.timeoutMs + longerMs),
    options: {
      ...options,
      storm: { ...options.storm, seed, ...(only !== undefined && { only }) },
      phasesMs: { ...options.phasesMs, during },
    },
  };
}

/** The faults of a storm, in order; of the whole one each has its place as its number. Throws a ConfigError. */
export function faultsOf(suite: Suite): Experiment['faults'] {
  return parseExperiment(suite.options).faults;
}

/** `process-kill on worker from 12.0 s to 17.5 s`. */
export function sayFault({ fault, subject, fromMs, untilMs }: PlannedFault): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return `${fault.name} on ${subject.name} from ${seconds(fromMs)} to ${seconds(untilMs)}`;
}
