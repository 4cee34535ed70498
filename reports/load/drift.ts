import { z } from 'zod';
import type { Evidence } from '../../kernel/evidence.ts';
import type { LoadDrift } from '../../kernel/load-evidence.ts';
import { sayDuration, sayNumber } from '../format.ts';
import { shownUnit } from './gauge-unit.ts';
import { onceTextSchema } from '../../kernel/sentence-schema.ts';
import { type Sentence } from '../../kernel/sentence.ts';
import { eventsNamed } from '../../kernel/suite-events.ts';

export interface DriftRow {
  readonly name: string;
  readonly usual: string;
  readonly perHour: string;
  readonly interval: string;
  readonly drifts: boolean;
  readonly verdict: string;
}

export interface Drift {
  /** Of what stretch, in words. */
  readonly said: string;
  readonly confidence: string;
  /** What drifts comes first. */
  readonly rows: readonly DriftRow[];
}

/** Whether gauges and latencies moved over the load. Undefined when nobody looked, or nothing could be judged. */
export function driftOf(drift: LoadDrift | undefined): Drift | undefined {
  if (drift === undefined || drift.series.length === 0) return undefined;
  const rows = drift.series.map(({ name, unit: own, level, perHour, low, high, drifts }) => {
    const { unit, factor } = shownUnit(own);
    const say = (value: number) => `${sayNumber(value * factor)}${unit === '' ? '' : ` ${unit}`}`;
    const signed = (value: number) => `${value > 0 ? '+' : ''}${say(value)}`.replace('-', '−');
    const interval = `${signed(low)} to ${signed(high)}`;
    return {
      name,
      usual: say(level),
      perHour: signed(perHour),
      interval,
      drifts,
      verdict: verdictOf(drifts, low, high),
    };
  });
  return {
    said: `${sayDuration(drift.untilMs - drift.fromMs)} were looked at, from ${sayDuration(drift.fromMs)} on`,
    confidence: `${sayNumber(drift.confidence * 100)} %`,
    rows: rows.sort((a, b) => Number(b.drifts) - Number(a.drifts)),
  };
}

/** What the interval shows, where it is not judged to drift. */
function verdictOf(drifts: boolean, low: number, high: number): string {
  if (drifts) return 'drifts';
  if (low > 0) return 'rises within its limit';
  return high < 0 ? 'falls' : 'no drift shown';
}

const undecidedSchema = z.object({ reasons: z.array(onceTextSchema) });

/** Why series say neither that they drift nor that they do not, a sentence each. */
export function undecidedDrift(evidence: Evidence | undefined): readonly Sentence[] {
  return eventsNamed(evidence, 'drift-undecided').flatMap(
    (event) => undecidedSchema.safeParse(event.detail).data?.reasons ?? [],
  );
}
