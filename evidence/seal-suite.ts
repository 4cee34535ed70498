import { existsSync } from 'node:fs';
import { openInbox } from './inbox.ts';
import { openRecorder } from './recorder.ts';
import type { Redactor } from './redaction.ts';
import { readSuiteJournal } from './suite-journals.ts';

export interface SealRequest {
  /** The suite's evidence folder, in which a journal was begun. */
  readonly folder: string;
  /** Knows the run's secrets, or `left` is undefined. */
  readonly redactor: Redactor;
  /** What its tool left; undefined if the run's secrets are gone, for without them nothing raw may become evidence. */
  readonly left: { readonly work: string; readonly inbox: string } | undefined;
  readonly now: () => Date;
}

/**
 * Ends the journal of a suite whose harness was killed: imports what its tool had reported, writes the ending `interrupted`,
 * and gives the final hash to seal it with. One that had ended already is left as it is; one that had not even started is no
 * evidence: undefined.
 */
export async function sealInterrupted({
  folder,
  left,
  now,
  redactor,
}: SealRequest): Promise<string | undefined> {
  const reading = readSuiteJournal(folder);
  if (reading.events.length === 0) return undefined;
  if (reading.tornBytes === 0 && reading.events.at(-1)?.type === 'end') return reading.hash;
  const recorder = openRecorder({ folder, redactor, now });
  try {
    if (left !== undefined && existsSync(left.inbox))
      await openInbox({ file: left.inbox, work: left.work, recorder }).close();
    else
      recorder.event('inbox-gone', {
        reason: 'the work folder is gone, or the secrets without which it must not be read',
      });
    if (reading.events.at(-1)?.type !== 'end') recorder.end('interrupted');
  } finally {
    recorder.close();
  }
  return recorder.hash;
}
