import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { SuiteError } from '../../kernel/errors.ts';
import { historyOf, lineSchema, type Asked, type Ended, type History, type Line } from './operation.ts';

/** What a client reads the place of its journal from. */
export const HISTORY_FILE = 'HISTORY_FILE';
/** What it is called in evidence. */
export const HISTORY_NAME = 'history.ndjson';

/** A client that records more has lost its measure. */
const MOST_OPERATIONS = 50_000;
const MOST_BYTES = 32 * 1024 * 1024;

/** Where a client tells what it asks for, before it asks, and how that ended. Each line is on its way to the disk before the call returns. */
export class HistoryJournal {
  readonly #file: string;
  #next = 0;

  /** Throws where there is one already: two in one file are none. */
  constructor(file: string) {
    if (existsSync(file))
      throw new SuiteError({
        what: `${file}: there is a history already.`,
        fix: `take it away, or set ${HISTORY_FILE} to another file.`,
      });
    this.#file = file;
  }

  /** Asks, and tells how it ended. What `ask` throws is indeterminate, and thrown on. */
  async during(asked: Asked, ask: () => Promise<Ended>): Promise<Ended> {
    const id = this.#asked(asked);
    try {
      const ended = await ask();
      this.#ended(id, ended);
      return ended;
    } catch (error) {
      this.#ended(id, { outcome: 'indeterminate', why: String(error) });
      throw error;
    }
  }

  /** For what is there at once, such as an event. */
  tell(asked: Asked, ended: Ended): void {
    this.#ended(this.#asked(asked), ended);
  }

  #asked(asked: Asked): number {
    if (this.#next >= MOST_OPERATIONS)
      throw new SuiteError({
        what: `${this.#file}: more than ${MOST_OPERATIONS} operations.`,
        fix: 'ask less often.',
      });
    const id = this.#next++;
    this.#append({ type: 'asked', id, atMs: nowMs(), ...asked });
    return id;
  }

  #ended(id: number, { outcome, saw = [], why }: Ended): void {
    this.#append({ type: 'ended', id, atMs: nowMs(), outcome, saw, ...(why !== undefined && { why }) });
  }

  #append(line: Line): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Reads a journal. A last line that was cut off is left out. Throws a SuiteError for what is none, or too large. */
export function readHistory(file: string): History {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MOST_BYTES)
    throw new SuiteError({
      what: `${file}: a history of ${size} bytes; at most ${MOST_BYTES} are checked.`,
      fix: 'let the client ask less often',
    });
  return historyIn(size === 0 ? '' : readFileSync(file, 'utf8'), file);
}

/** The same of its text; `where` names it. */
export function historyIn(text: string, where: string): History {
  const whole = text.split('\n').slice(0, -1);
  const lines = whole.map((line, index) => {
    const parsed = lineSchema.safeParse(parseJson(line));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new SuiteError({
      what: `${where}:${index + 1}: no line of a history: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
      fix: 'let the client write it with chaos/history/journal.ts',
    });
  });
  requireWhole(lines, where);
  return historyOf(lines);
}

/** Ids count from 0 in the order of asking, and nothing ends that was not asked for, nor twice. Throws a SuiteError for what is lost in the middle. */
function requireWhole(lines: readonly Line[], where: string): void {
  const open = new Set<number>();
  let next = 0;
  for (const [index, { type, id }] of lines.entries()) {
    const fits = type === 'asked' ? id === next++ : open.delete(id);
    if (type === 'asked') open.add(id);
    if (!fits)
      throw new SuiteError({
        what: `${where}:${index + 1}: \`${type}\` of ${id} does not follow what stands before it: lines are missing, or two wrote it.`,
        fix: 'let one client write it, with one HistoryJournal of chaos/history/journal.ts',
      });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
