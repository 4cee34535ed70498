import type { RunJson } from '../../evidence/store.ts';
import { InfraError } from '../../kernel/errors.ts';
import { notBefore, type Journalled } from '../../kernel/evidence.ts';
import type { Policy } from '../../kernel/gate.ts';
import { runFactsSchema, type RunEvent, type RunFacts } from '../../kernel/run-journal.ts';
import { count } from '../../reports/format.ts';
import type { RunRecord } from '../../reports/model/input.ts';

type Events = readonly Journalled<RunEvent>[];

function of<T extends RunEvent['type']>(events: Events, type: T) {
  return events.filter((event): event is Journalled<Extract<RunEvent, { type: T }>> => event.type === type);
}

/** Folds a run's journal, live or dead. A run that was killed before its first event has its facts in run.json. */
export function runRecord(events: Events, json: RunJson | undefined): RunRecord {
  const facts = factsOf(events, json);
  const planned = of(events, 'planned').at(-1)?.data;
  const ended = of(events, 'ended').at(-1);
  return {
    facts,
    status: ended?.data.status ?? 'interrupted',
    endedAt: notBefore(facts.startedAt, ended?.data.lastAt ?? ended?.at ?? events.at(-1)?.at),
    durationMs: ended?.data.durationMs,
    planned: planned?.planned ?? [],
    demanded: planned?.demanded,
    notApplicable: planned?.notApplicable ?? {},
    skipped: planned?.skipped ?? [],
    fresh: planned?.fresh ?? [],
    tools: of(events, 'tools').at(-1)?.data.tools ?? [],
    target: of(events, 'target-up').at(-1)?.data,
    problems: of(events, 'trouble').map((event) => event.data),
    warnings: [
      ...of(events, 'warning').map((event) => event.data),
      ...of(events, 'healed').map((healed) => {
        const { by, undone } = healed.data;
        const what = ended !== undefined && ended.seq < healed.seq ? UNSEALED : 'the run was killed';
        return { what: `${what}; the ${sayHealer(by)} put back ${count(undone, 'thing')}` };
      }),
    ],
    peakMemoryMb: ended?.data.peakMemoryMb,
  };
}

/** What heals a run ends it, unless it had ended. Whether its manifest was still to be written then, or was taken away, nothing tells. */
const UNSEALED = 'the run had ended, but had no manifest, which was made later';

function sayHealer(by: 'watcher' | 'heal'): string {
  return by === 'watcher' ? 'watcher' : 'heal command';
}

function factsOf(events: Events, json: RunJson | undefined): RunFacts {
  const facts = of(events, 'run-started')[0]?.data ?? json;
  if (facts === undefined) throw new InfraError('neither run.ndjson nor run.json says what this run was');
  return runFactsSchema.strip().parse(facts);
}

/** It demands nothing. */
export const NO_POLICY: Policy = { required: [], mustProve: [], flakes: 0 };

/** The policy that the run is held to; a run that was killed before it was planned has none, and is unknown anyway. */
export function policyOf(events: Events): Policy {
  return of(events, 'planned').at(-1)?.data.policy ?? NO_POLICY;
}
