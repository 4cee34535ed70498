import type { Journalled } from '../../kernel/evidence.ts';
import type { RunEvent } from '../../kernel/run-journal.ts';
import type { RunRecord } from '../../reports/input.ts';

/** Folds a run's journal, live or dead. Throws when it does not begin with the run's facts. */
export function runRecord(events: readonly Journalled<RunEvent>[]): RunRecord {
  const of = <T extends RunEvent['type']>(type: T) =>
    events.filter((event): event is Journalled<Extract<RunEvent, { type: T }>> => event.type === type);
  const facts = of('run-started')[0]?.data;
  if (facts === undefined) throw new Error('the run journal does not begin with run-started');
  const planned = of('planned').at(-1)?.data;
  const ended = of('ended').at(-1);
  return {
    facts,
    status: ended?.data.status ?? 'interrupted',
    endedAt: ended?.at ?? events.at(-1)?.at,
    planned: planned?.planned ?? [],
    skipped: planned?.skipped ?? [],
    tools: of('tools').at(-1)?.data.tools ?? [],
    target: of('target-up').at(-1)?.data,
    troubles: of('trouble').map((event) => event.data.what),
    warnings: of('warning').map((event) => event.data.what),
    peakMemoryMb: ended?.data.peakMemoryMb,
  };
}
