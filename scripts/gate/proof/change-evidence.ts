import type { ReadRun } from '../../../evidence/read-run.ts';
import type { Check, Evidence, Metric } from '../../../kernel/evidence.ts';
import type { PlannedRecord, RunFacts } from '../../../kernel/run-journal.ts';

type Event = ReadRun['events'][number];

/** The run as if one suite had left other evidence. */
export function withSuite(
  read: ReadRun,
  name: string,
  change: (evidence: Evidence) => Partial<Evidence>,
): ReadRun {
  const suites = read.suites.map((one) =>
    one.evidence.suite.name === name
      ? { ...one, evidence: { ...one.evidence, ...change(one.evidence) } }
      : one,
  );
  return { ...read, suites };
}

/** The run as if a suite had left nothing. */
export function withoutSuite(read: ReadRun, name: string): ReadRun {
  return { ...read, suites: read.suites.filter(({ evidence }) => evidence.suite.name !== name) };
}

/** The run as if its journal had told something else. */
function withEvents(read: ReadRun, change: (event: Event) => Event): ReadRun {
  return { ...read, events: read.events.map(change) };
}

/** The run as if something of itself had gone wrong before it ended. */
export function withProblem(read: ReadRun, what: string): ReadRun {
  const events = read.events.flatMap((event): ReadRun['events'] =>
    event.type === 'ended'
      ? [{ type: 'trouble', data: { what }, seq: event.seq, at: event.at }, event]
      : [event],
  );
  return { ...read, events };
}

export function withFacts(read: ReadRun, change: (facts: RunFacts) => Partial<RunFacts>): ReadRun {
  return withEvents(read, (event) =>
    event.type === 'run-started' ? { ...event, data: { ...event.data, ...change(event.data) } } : event,
  );
}

/** The run as if its suites had been other ones. */
export function withPlanned(
  read: ReadRun,
  change: (planned: readonly PlannedRecord[]) => PlannedRecord[],
): ReadRun {
  return withEvents(read, (event) =>
    event.type === 'planned'
      ? { ...event, data: { ...event.data, planned: change(event.data.planned) } }
      : event,
  );
}

/** The run as if all of it had happened some days later; earlier, of less than none. */
export function later(read: ReadRun, days: number): ReadRun {
  const moved = (iso: string) => new Date(Date.parse(iso) + days * 86_400_000).toISOString();
  const shifted = withFacts(read, ({ startedAt, imported }) => ({
    startedAt: moved(startedAt),
    ...(imported && { imported: { ...imported, madeAt: moved(imported.madeAt) } }),
  }));
  return { ...shifted, events: shifted.events.map((event) => ({ ...event, at: moved(event.at) })) };
}

/** The run as if another version, or commit, had been tested: target and suites say the same. */
export function ofTarget(
  read: ReadRun,
  told: { readonly version?: string; readonly commit?: string },
): ReadRun {
  const suites = read.suites.map((one) => {
    const { target } = one.evidence;
    return target === undefined
      ? one
      : { ...one, evidence: { ...one.evidence, target: { ...target, ...versionOf(told) } } };
  });
  const events = withEvents(read, (event) =>
    event.type === 'target-up' ? { ...event, data: { ...event.data, ...told } } : event,
  );
  return { ...events, suites };
}

function versionOf({ version }: { readonly version?: string }) {
  return version === undefined ? {} : { version };
}

export function changeCheck(evidence: Evidence, id: string, change: Partial<Check>): Partial<Evidence> {
  return { checks: evidence.checks.map((one) => (one.id === id ? { ...one, ...change } : one)) };
}

export function changeMetric(evidence: Evidence, name: string, change: Partial<Metric>): Partial<Evidence> {
  return { metrics: evidence.metrics.map((one) => (one.name === name ? { ...one, ...change } : one)) };
}
