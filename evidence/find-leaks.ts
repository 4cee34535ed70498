import { Redactor } from './redaction.ts';
import { namesOfRun, namesOfSuite, redactRecord } from './redaction/redact-record.ts';
import type { ReadRun } from './read-run.ts';

/**
 * Where the journals of a run hold what looks like a credential: `e2e/e2e/login: 12`, the journal and the number of its event. It
 * is looked for as it was when they were written, so what was redacted then is not found again.
 */
export function findLeaks({ events, suites }: Pick<ReadRun, 'events' | 'suites'>): readonly string[] {
  const redactor = new Redactor();
  const ofRun = new Set(events.flatMap((event) => namesOfRun(event)));
  const leaks = (journal: string, names: ReadonlySet<string>, all: readonly Event[]) =>
    all
      .filter(({ data }) => JSON.stringify(redactRecord(redactor, data, names)) !== JSON.stringify(data))
      .map(({ seq }) => `${journal}: ${seq}`);
  return [
    ...leaks('run.ndjson', ofRun, events),
    ...suites.flatMap(({ folder, evidence, events: own }) =>
      leaks(folder, new Set([...ofRun, ...namesOfSuite(evidence)]), own),
    ),
  ];
}

interface Event {
  readonly seq: number;
  readonly data: unknown;
}
