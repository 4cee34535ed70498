import { openInbox } from '../../../evidence/inbox.ts';
import type { Redactor } from '../../../evidence/redaction.ts';
import {
  checkSchema,
  fold,
  type Check,
  type Ending,
  type Evidence,
  type Journalled,
  type SuiteEvent,
} from '../../../kernel/evidence.ts';
import type { Recorder } from '../../../kernel/recorder.ts';
import type { RunStore, SuiteRecording } from '../../../kernel/run-ports.ts';

/** Evidence that is looked at and thrown away: of a run on a mutant only its outcome is kept. */
export interface RecordedSuites extends RunStore {
  /** Of a suite that has ended. */
  evidenceOf(suite: string): Evidence | undefined;
}

/** Texts are redacted as in any evidence. `onCheck` hears of each check as it lands. */
export function recordSuites(
  redactor: Redactor,
  onCheck: (suite: string, check: Check) => void,
): RecordedSuites {
  const found = new Map<string, Evidence | undefined>();
  return {
    event: () => undefined,
    secret: (value) => redactor.add(value),
    keepLog: () => Promise.resolve(),
    openSuite(start, work, file): SuiteRecording {
      const { name } = start.suite;
      const events: Journalled<SuiteEvent>[] = [];
      const add = (event: SuiteEvent) =>
        void events.push({ ...event, seq: events.length, at: new Date().toISOString() });
      add({ type: 'start', data: start });
      const recorder = recorderOf(redactor, add, (check) => onCheck(name, check));
      const inbox = openInbox({ file, work, recorder, redactor });
      return {
        recorder,
        drain: () => inbox.poll(),
        async end(ending: Ending) {
          await inbox.close();
          add({ type: 'end', data: { ending } });
          found.set(name, fold(events));
          return '';
        },
      };
    },
    evidenceOf: (suite) => found.get(suite),
  };
}

function recorderOf(redactor: Redactor, add: (event: SuiteEvent) => void, onCheck: (check: Check) => void) {
  const tell = (name: string, detail: object = {}) =>
    add({ type: 'event', data: { name, detail: { ...detail } } });
  const recorder: Recorder & { toldEvent: typeof tell } = {
    check(input) {
      const { detail, ...check } = checkSchema.parse(input);
      const data = { ...check, ...(detail !== undefined && { detail: redactor.text(detail) }) };
      add({ type: 'check', data });
      onCheck(data);
    },
    metric: (data) => add({ type: 'metric', data }),
    finding: (data) => add({ type: 'finding', data }),
    event: (name, detail) => tell(name, detail),
    toldEvent: tell,
    loss: ({ what, fix }) => tell('loss', { what, fix }),
    attach: () => Promise.resolve(),
    sync: () => undefined,
  };
  return recorder;
}
