import { z } from 'zod';
import type { Verdict } from '../../kernel/verdict.ts';
import { eventsNamed } from '../../kernel/suite-events.ts';
import type { SuiteRow } from './suite-row.ts';

/**
 * `waived`: it was not borne, and somebody answers for that. `unproven`: it was planned, and nobody knows, for the fault was not seen to
 * act, or nothing could be judged.
 */
export type Borne = 'held' | 'waived' | 'broke' | 'unproven';

/** What became of one fault on one subject, in the suite where it went worst. */
export interface FaultCell {
  readonly borne: Borne;
  readonly suite: Pick<SuiteRow, 'name' | 'anchor'>;
  /** How long the system took to work again. */
  readonly recoveryMs: number | undefined;
}

/** Faults by subjects, sorted; a cell that is absent was never tried. */
export interface FaultMatrix {
  readonly faults: readonly string[];
  readonly subjects: readonly string[];
  cell(fault: string, subject: string): FaultCell | undefined;
}

const name = z.string().optional();
const faultSchema = z
  .object({ fault: z.string(), link: name, process: name, network: name })
  .transform(({ fault, link, process, network }) => ({ fault, subject: link ?? process ?? network }));
const plannedSchema = z.object({ faults: z.array(faultSchema) });

const WORST: readonly Borne[] = ['held', 'waived', 'unproven', 'broke'];

/** What all experiments of a run say together. */
export function faultMatrix(suites: readonly SuiteRow[]): FaultMatrix {
  const cells = new Map<string, FaultCell>();
  const named = { faults: new Set<string>(), subjects: new Set<string>() };
  for (const suite of suites)
    for (const { fault, subject, cell } of cellsOf(suite)) {
      const key = placeOf(fault, subject);
      const known = cells.get(key);
      named.faults.add(fault);
      named.subjects.add(subject);
      if (known === undefined || WORST.indexOf(cell.borne) > WORST.indexOf(known.borne)) cells.set(key, cell);
    }
  return {
    faults: [...named.faults].sort(),
    subjects: [...named.subjects].sort(),
    cell: (fault, subject) => cells.get(placeOf(fault, subject)),
  };
}

function cellsOf({ name, anchor, verdict, planned, evidence }: SuiteRow) {
  const seen = new Set(
    eventsNamed(evidence, 'fault').map(({ detail }) => {
      const { fault = '', subject = '' } = faultSchema.safeParse(detail).data ?? {};
      return placeOf(fault, subject);
    }),
  );
  const recovery = evidence?.metrics.find((metric) => metric.name === 'recovery_ms');
  const faults = plannedSchema.safeParse(planned).data?.faults ?? [];
  return faults.flatMap(({ fault, subject }) => {
    if (subject === undefined) return [];
    const borne = borneBy(verdict, seen.has(placeOf(fault, subject)));
    return [{ fault, subject, cell: { borne, suite: { name, anchor }, recoveryMs: recovery?.value } }];
  });
}

function placeOf(fault: string, subject: string): string {
  return `${fault} on ${subject}`;
}

function borneBy(verdict: Verdict, wasSeen: boolean): Borne {
  if (verdict === 'fail') return 'broke';
  if (!wasSeen || verdict === 'unknown') return 'unproven';
  return verdict === 'waived' ? 'waived' : 'held';
}
