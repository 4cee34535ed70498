import { seededRandom } from '../../kernel/seeded-random.ts';

/** What a storm may do: guardrails of its own. */
export interface Storm {
  readonly seed: number;
  /** So many faults may be on at once. */
  readonly atOnce: number;
  /** How long one is on. */
  readonly onMs: { readonly least: number; readonly most: number };
  /** How long what was touched is left alone afterwards. */
  readonly calmMs: number;
}

/** What may come: a fault on a subject, by their places in the lists that the storm draws from, and what of the system that touches. */
export interface Candidate {
  readonly fault: number;
  readonly subject: number;
  readonly touches: string;
}

export interface Step extends Candidate {
  /** Counted from 1 in the whole storm, whatever is left of it. */
  readonly number: number;
  /** From its beginning. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * What comes when. The same seed, length and candidates give the same. Faults are drawn before subjects, so that each sort comes about as
 * often. Pure.
 */
export function stormSchedule(
  storm: Storm,
  forMs: number,
  candidates: readonly Candidate[],
): readonly Step[] {
  const random = seededRandom(storm.seed);
  const among = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)];
  const { least, most } = storm.onMs;
  const steps: Step[] = [];
  let fromMs = 0;
  for (;;) {
    const untilMs = fromMs + Math.round(least + random() * (most - least));
    if (untilMs > forMs) return steps;
    const free = candidates.filter((one) => mayCome(one, fromMs, steps, storm));
    const fault = among([...new Set(free.map((one) => one.fault))]);
    const drawn = among(free.filter((one) => one.fault === fault));
    if (drawn !== undefined) steps.push({ ...drawn, number: steps.length + 1, fromMs, untilMs });
    fromMs += Math.round(((0.5 + random()) * most) / storm.atOnce);
  }
}

function mayCome(
  { touches }: Candidate,
  fromMs: number,
  steps: readonly Step[],
  { atOnce, calmMs }: Storm,
): boolean {
  const isTouched = steps.some((one) => one.touches === touches && one.untilMs + calmMs > fromMs);
  return !isTouched && steps.filter(({ untilMs }) => untilMs > fromMs).length < atOnce;
}

/** Those steps alone, in their order and as far over each other as before; while none is on, no longer than `calmMs`. */
export function onlySteps(
  steps: readonly Step[],
  numbers: readonly number[],
  calmMs: number,
): readonly Step[] {
  let sooner: number | undefined;
  let overMs = -calmMs;
  return steps
    .filter(({ number }) => numbers.includes(number))
    .map((step) => {
      const idleMs = step.fromMs - (sooner ?? 0) - overMs;
      sooner = (sooner ?? 0) + Math.max(0, idleMs - calmMs);
      const fromMs = step.fromMs - sooner;
      const untilMs = step.untilMs - sooner;
      overMs = Math.max(overMs, untilMs);
      return { ...step, fromMs, untilMs };
    });
}
