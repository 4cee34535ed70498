import { z } from 'zod';

const entrySchema = z.looseObject({
  level: z.string().catch('info'),
  msg: z.string().catch(''),
  error: z.string().optional().catch(undefined),
  source: z.string().optional().catch(undefined),
  /** Set for what happens in iterations. */
  scenario: z.string().optional().catch(undefined),
});
export type LogEntry = z.infer<typeof entrySchema>;

/** Undefined for a line that is not k6's JSON. */
export function parseEntry(line: string): LogEntry | undefined {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

const ERRORS = ['error', 'fatal', 'panic'];
/** What the script prints, and what the pages print that a browser opens. */
const OTHERS = ['console', 'browser'];

/** True for what k6 itself calls an error. */
export function isError({ level, source }: LogEntry): boolean {
  return ERRORS.includes(level) && !OTHERS.includes(source ?? '');
}

/** How k6 words a promise that was rejected, and nobody heard of it; without this it looks like any error. */
const REJECTED = 'Uncaught (in promise)';

/** True for an error that the script threw: at once, or in what it awaited. */
export function isException({ msg, source }: LogEntry): boolean {
  return source === 'stacktrace' || msg.startsWith(REJECTED);
}

/** Thrown by `fail()`: the script's own verdict, not an accident. */
export function isDeliberate({ msg }: LogEntry): boolean {
  return /\(\*K6\)\.Fail\b/.test(msg);
}

/** `exec.test.fail()`, and a signal. */
const TOLD_BY_EXIT =
  /^test (?:marked as failed|run was marked as failed|run was aborted because k6 received a )/;
const CUT_SHORT = /\bcontext (?:canceled|deadline exceeded)\b/;

/**
 * True for an error that says no more than k6's exit code does, and for a further user whom the end of the load came before:
 * whether users were missing is asked of the samples.
 */
export function isToldElsewhere({ msg, error }: LogEntry): boolean {
  if (TOLD_BY_EXIT.test(msg)) return true;
  return msg === 'Error while allocating unplanned VU' && CUT_SHORT.test(error ?? '');
}

/** `Error: boom at thing (file:///x/load/a.k6.ts:7:8(7))` and more frames → `Error: boom (a.k6.ts:7:8)`. */
export function sentenceOf(message: string, base: string): string {
  const [head = '', ...frames] = message.split(/\n\tat |\n(?=\s*at )/);
  const text = head.trim().replace(/\s+/g, ' ');
  const place = frames.map((frame) => placeOf(frame, base)).find((found) => found !== undefined);
  const shortened = text.replaceAll(`file://${base}/`, '');
  return place === undefined ? shortened : `${shortened} (${place})`;
}

function placeOf(frame: string, base: string): string | undefined {
  const match = /file:\/\/(\/[^\n]*?):(\d+):(\d+)\(/.exec(frame);
  if (match === null) return undefined;
  const [, path = '', line = '', column = ''] = match;
  const short = path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path;
  return `${short}:${line}:${column}`;
}
