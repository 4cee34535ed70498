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
  }),
  z.strictObject({
    type: z.literal('done'),
    id: z.number(),
    /** By the watcher of a run that lived but did not do so in time. */
    overdue: z.literal(true).optional(),
  }),
]);

type Entry = z.infer<typeof entrySchema>;

/** The undos of a run on disk: each is written and synced before what it undoes is done. */
export class UndoLog {
  readonly #path: string;
  readonly #file: number;
  readonly #onMortal: (() => void) | undefined;
  #next = 0;

  /** `onMortal` is told of each undo with a time to live, once that is on disk: somebody else may have to perform it in time. */
  constructor(path: string, onMortal?: () => void) {
    this.#path = path;
    this.#onMortal = onMortal;
    this.#file = openSync(path, 'a', 0o600);
  }

  /** Throws an InfraError when it is not wholly on disk: then what it undoes must not be done. */
  add(scope: string, undo: Undo, ttlMs?: number): number {
    const id = this.#next++;
    this.#write({ type: 'todo', id, scope, undo, ...(ttlMs !== undefined && { ttlMs }) });
    if (ttlMs !== undefined) this.#onMortal?.();
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
}

/** What is still to be undone, in the order to do it (the last first). A torn last line was never acted upon. */
export function pendingUndos(path: string): readonly PendingUndo[] {
  if (!existsSync(path)) return [];
  const pending = new Map<number, PendingUndo>();
  for (const entry of entriesOf(path)) {
    if (entry.type === 'todo') pending.set(entry.id, entry);
    else pending.delete(entry.id);
  }
  return [...pending.values()].map(({ id, undo, ttlMs }) => ({ id, undo, ttlMs })).reverse();
}

/** What the watcher performed while the run lived, for it had outlasted its time to live. */
export function overdueUndos(path: string): readonly Undo[] {
  if (!existsSync(path)) return [];
  const entries = entriesOf(path);
  const overdue = new Set(
    entries.flatMap((entry) => (entry.type === 'done' && entry.overdue ? entry.id : [])),
  );
  return entries.flatMap((entry) => (entry.type === 'todo' && overdue.has(entry.id) ? entry.undo : []));
}

function entriesOf(path: string): readonly Entry[] {
  return readPlainFile(path)
    .toString()
    .split('\n')
    .flatMap((line) => (line === '' ? [] : (parseEntry(line) ?? [])));
}

function parseEntry(line: string): Entry | undefined {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Says in the log that an undo was performed by somebody other than the run: the watcher or `heal`. `overdue`: while it lived. */
export function markDone(path: string, id: number, overdue = false): void {
  appendFileSync(path, lineOf({ type: 'done', id, ...(overdue && { overdue }) }));
}
