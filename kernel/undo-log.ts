import { timingSafeEqual } from 'node:crypto';
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { InfraError, messageOf } from './errors.ts';
import { readPlainFile } from './plain-file.ts';
import { undoSchema, type Undo } from './undo.ts';

const entrySchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('todo'),
    id: z.number(),
    scope: z.string(),
    undo: undoSchema,
    /** Performed at the latest so long after it was written. */
    ttlMs: z.number().int().positive().optional(),
    /** Of the entry without this field: by whoever has the key of the checkout that wrote it. */
    signature: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('done'),
    id: z.number(),
    /** By the watcher of a run that lived but did not do so in time. */
    overdue: z.literal(true).optional(),
  }),
]);

type Entry = z.infer<typeof entrySchema>;

/** Gives the signature of a text: whoever wrote it has the key. */
export type Sign = (text: string) => string;

export interface UndoLogOptions {
  /** Without it nobody will know who wrote the log: for logs that nobody else performs. */
  readonly sign?: Sign;
  /** Told of each undo with a time to live, once that is on disk: somebody else may have to perform it in time. */
  readonly onMortal?: () => void;
}

/** The undos of a run on disk: each is written and synced before what it undoes is done. */
export class UndoLog {
  readonly #path: string;
  readonly #file: number;
  readonly #options: UndoLogOptions;
  #next = 0;

  constructor(path: string, options: UndoLogOptions = {}) {
    this.#path = path;
    this.#options = options;
    this.#file = openSync(path, 'a', 0o600);
  }

  /** Throws an InfraError when it is not wholly on disk: then what it undoes must not be done. */
  add(scope: string, undo: Undo, ttlMs?: number): number {
    const id = this.#next++;
    const entry: Entry = { type: 'todo', id, scope, undo, ...(ttlMs !== undefined && { ttlMs }) };
    const signature = this.#options.sign?.(JSON.stringify(entry));
    this.#write({ ...entry, ...(signature !== undefined && { signature }) });
    if (ttlMs !== undefined) this.#options.onMortal?.();
    return id;
  }

  done(id: number): void {
    this.#write({ type: 'done', id });
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(entry: Entry): void {
    // One that could not be read again would be none.
    entrySchema.parse(entry);
    try {
      const bytes = Buffer.from(lineOf(entry));
      for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
      if (entry.type === 'todo') fsyncSync(this.#file);
    } catch (error) {
      throw new InfraError(
        {
          what: `${this.#path}: an undo could not be written: ${messageOf(error)}.`,
          fix: 'free space on that disk, then run ./harness heal',
        },
        { cause: error },
      );
    }
  }
}

/** Begins with a newline of its own, so that a torn entry before it takes nothing along. */
function lineOf(entry: Entry): string {
  return `\n${JSON.stringify(entry)}\n`;
}

export interface PendingUndo {
  readonly id: number;
  readonly undo: Undo;
  readonly ttlMs?: number | undefined;
  /** It carries the signature of whoever reads it: nobody else has put it there. */
  readonly own: boolean;
}

/** What is still to be undone, in the order to do it (the last first). A torn last line was never acted upon. */
export function pendingUndos(path: string, sign?: Sign): readonly PendingUndo[] {
  if (!existsSync(path)) return [];
  const pending = new Map<number, PendingUndo>();
  for (const { entry, raw } of linesOf(path)) {
    if (entry.type === 'todo') {
      const { id, undo, ttlMs } = entry;
      pending.set(id, { id, undo, ttlMs, own: sign !== undefined && isSignedBy(raw, sign) });
    } else pending.delete(entry.id);
  }
  return [...pending.values()].reverse();
}

/** Whether a run's log holds the undo that sweeps its own processes, with the signature of whoever asks: nobody else made that run. */
export function wasMadeHere(path: string, run: string, sign: Sign): boolean {
  if (!existsSync(path)) return false;
  return linesOf(path).some(
    ({ entry, raw }) =>
      entry.type === 'todo' && entry.undo.kind === 'sweep' && entry.undo.run === run && isSignedBy(raw, sign),
  );
}

/** The text that was signed is made anew from what was read, whose fields keep their order. */
function isSignedBy({ signature, ...rest }: Readonly<Record<string, unknown>>, sign: Sign): boolean {
  if (typeof signature !== 'string') return false;
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(JSON.stringify(rest)))];
  return given.length === right.length && timingSafeEqual(given, right);
}

/** What the watcher performed while the run lived, for it had outlasted its time to live. */
export function overdueUndos(path: string): readonly Undo[] {
  if (!existsSync(path)) return [];
  const entries = linesOf(path).map(({ entry }) => entry);
  const overdue = new Set(
    entries.flatMap((entry) => (entry.type === 'done' && entry.overdue ? entry.id : [])),
  );
  return entries.flatMap((entry) => (entry.type === 'todo' && overdue.has(entry.id) ? entry.undo : []));
}

interface Line {
  readonly entry: Entry;
  /** As it stands there. */
  readonly raw: Readonly<Record<string, unknown>>;
}

function linesOf(path: string): readonly Line[] {
  return readPlainFile(path)
    .toString()
    .split('\n')
    .flatMap((line) => (line === '' ? [] : (parseLine(line) ?? [])));
}

function parseLine(line: string): Line | undefined {
  try {
    const raw = JSON.parse(line) as Line['raw'];
    return { entry: entrySchema.parse(raw), raw };
  } catch {
    return undefined;
  }
}

/** Says in the log that an undo was performed by somebody other than the run: the watcher or `heal`. `overdue`: while it lived. */
export function markDone(path: string, id: number, overdue = false): void {
  appendFileSync(path, lineOf({ type: 'done', id, ...(overdue && { overdue }) }));
}
