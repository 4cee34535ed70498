import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { InfraError, messageOf } from './errors.ts';
import { readPlainFile } from './plain-file.ts';
import { undoSchema, type Undo } from './undo.ts';

const entrySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('todo'), id: z.number(), scope: z.string(), undo: undoSchema }),
  z.strictObject({ type: z.literal('done'), id: z.number() }),
]);

type Entry = z.infer<typeof entrySchema>;

/** The undos of a run on disk: each is written and synced before what it undoes is done. */
export class UndoLog {
  readonly #path: string;
  readonly #file: number;
  #next = 0;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'a', 0o600);
  }

  /** Throws an InfraError when it is not wholly on disk: then what it undoes must not be done. */
  add(scope: string, undo: Undo): number {
    const id = this.#next++;
    this.#write({ type: 'todo', id, scope, undo });
    return id;
  }

  done(id: number): void {
    this.#write({ type: 'done', id });
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(entry: Entry): void {
    try {
      const bytes = Buffer.from(lineOf(entry));
      for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
      if (entry.type === 'todo') fsyncSync(this.#file);
    } catch (error) {
      throw new InfraError(
        `${this.#path}: an undo could not be written: ${messageOf(error)}. Fix: free space on that disk, then run ./harness heal`,
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
}

/** What is still to be undone, in the order to do it (the last first). A torn last line was never acted upon. */
export function pendingUndos(path: string): readonly PendingUndo[] {
  if (!existsSync(path)) return [];
  const pending = new Map<number, Undo>();
  for (const line of readPlainFile(path).toString().split('\n')) {
    const entry = parseEntry(line);
    if (entry?.type === 'todo') pending.set(entry.id, entry.undo);
    if (entry?.type === 'done') pending.delete(entry.id);
  }
  return [...pending].map(([id, undo]) => ({ id, undo })).reverse();
}

function parseEntry(line: string): Entry | undefined {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Says in the log that an undo was performed by somebody other than the run: the watcher or `heal`. */
export function markDone(path: string, id: number): void {
  appendFileSync(path, lineOf({ type: 'done', id }));
}
