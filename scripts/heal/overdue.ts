import { statSync } from 'node:fs';
import { performUndo } from '../../kernel/perform-undo.ts';
import { signHere } from '../session/undo-key.ts';
import { markDone, pendingUndos, type PendingUndo } from '../../kernel/undo-log.ts';

export const LOOK_EVERY_MS = 1000;
/** The run itself is to do it in time; a busy one may be a little late. */
const GRACE_MS = 5000;

/**
 * Looks at the undo log of a run that lives, and performs what has outlasted its time to live: the harness hangs, or was stopped.
 * Time is counted from when an undo was first seen, so that a clock that is set changes nothing. What fails is tried again at the
 * next look, and told by whoever heals the run.
 */
export class OverdueUndos {
  readonly #log: string;
  readonly #graceMs: number;
  readonly #seenMs = new Map<number, number>();
  #size = 0;
  #mortal: readonly PendingUndo[] = [];

  constructor(log: string, graceMs = GRACE_MS) {
    this.#log = log;
    this.#graceMs = graceMs;
  }

  /** Looks again and again until `signal` aborts. Does not keep this process alive. */
  watch(signal: AbortSignal): void {
    const again = () => {
      if (signal.aborted) return;
      setTimeout(() => void this.look().finally(again), LOOK_EVERY_MS).unref();
    };
    again();
  }

  /** One look, at that time on the clock of `performance.now`. Never rejects. */
  async look(nowMs = performance.now()): Promise<void> {
    for (const one of this.#pending()) {
      const since = this.#seenMs.get(one.id) ?? nowMs;
      this.#seenMs.set(one.id, since);
      if (nowMs >= since + (one.ttlMs ?? 0) + this.#graceMs) await this.#perform(one);
    }
  }

  async #perform({ id, undo }: PendingUndo): Promise<void> {
    try {
      await performUndo(undo);
      markDone(this.#log, id, true);
    } catch {
      // It stays pending.
    }
  }

  /** Read anew only when the log has grown. */
  #pending(): readonly PendingUndo[] {
    try {
      const size = statSync(this.#log, { throwIfNoEntry: false })?.size ?? 0;
      if (size === this.#size) return this.#mortal;
      this.#size = size;
      this.#mortal = pendingUndos(this.#log, signHere).filter(({ ttlMs, own }) => own && ttlMs !== undefined);
    } catch {
      // Not to be read now: the next look may tell.
    }
    return this.#mortal;
  }
}
