import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { K6Log } from '../process/k6-log.ts';
import { isError, isException, type LogEntry, parseEntry, sentenceOf } from '../process/log-entry.ts';

/** What a runner's log tells of its end, for nobody kept its exit code. */
export interface RecordedEnd {
  /** The script called `exec.test.fail()`. */
  readonly markedAsFailed: boolean;
  /** The first error of k6 itself, in its words. */
  readonly error: string | undefined;
}

/** Reads a runner's log into the run's. A line that is not k6's JSON is an error: the log was cut there. */
export async function readRecordedLog(file: string, log: K6Log): Promise<RecordedEnd> {
  const reader = log.reader();
  let markedAsFailed = false;
  let error: string | undefined;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
    reader.push(`${line}\n`);
    const entry = parseEntry(line);
    if (entry === undefined) error ??= `its log has a line that is not k6's: ${line.slice(0, 80)}`;
    else if (entry.msg.startsWith('test marked as failed')) markedAsFailed = true;
    else if (isEnd(entry)) error ??= sentenceOf(entry.msg, process.cwd());
  }
  reader.end();
  return { markedAsFailed, error };
}

/** An error that ends k6, with an exit code other than 0. Exceptions of iterations do not: they are counted elsewhere. */
function isEnd(entry: LogEntry): boolean {
  return isError(entry) && (!isException(entry) || entry.scenario === undefined);
}
