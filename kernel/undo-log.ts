import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { undoSchema, type Undo } from './undo.ts';

const entrySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('todo'), id: z.number(), scope: z.string(), undo: undoSchema }),
  z.strictObject({ type: z.literal('done'), id: z.number() }),
]);

/** The undos of a run on disk: each is written and synced before what it undoes is done. */
export class UndoLog {
  readonly #file: number;
  #next = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'a', 0o600);
  }

  add(scope: string, undo: Undo): number {
    const id = this.#next++;
    this.#write({ type: 'todo', id, scope, undo });
    fsyncSync(this.#file);
    return id;
  }

  done(id: number): void {
    this.#write({ type: 'done', id });
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(entry: z.infer<typeof entrySchema>): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}

export interface PendingUndo {
  readonly id: number;
  readonly undo: Undo;
}

/** What is still to be undone, in the order to do it (the last first). A torn last line was never acted upon. */
export function pendingUndos(path: string): readonly PendingUndo[] {
  if (!existsSync(path)) return [];
  const pending = new Map<number, Undo>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const entry = parseEntry(line);
    if (entry?.type === 'todo') pending.set(entry.id, entry.undo);
    if (entry?.type === 'done') pending.delete(entry.id);
  }
  return [...pending].map(([id, undo]) => ({ id, undo })).reverse();
}

function parseEntry(line: string): z.infer<typeof entrySchema> | undefined {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Says in the log that an undo was performed by somebody other than the run: the watcher or `heal`. */
export function markDone(path: string, id: number): void {
  appendFileSync(path, `\n${JSON.stringify({ type: 'done', id })}\n`);
}
