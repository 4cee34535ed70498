import { InfraError, messageOf, saidBy } from './errors.ts';
import { performUndo } from './perform-undo.ts';
import { spawnHeld } from './held-process.ts';
import { refuseImpossible } from './refuse-undo.ts';
import type { Child, Scope, SpawnRequest, TimeToLive, UndoFailure } from './scope.ts';
import type { Undo } from './undo.ts';
import type { UndoLog } from './undo-log.ts';

const GRACE_MS = 5000;

interface Entry {
  readonly undo: Undo;
  perform(): Promise<void>;
}

/** The scope of a run or a suite, over the run's undo log. */
export class RunScope implements Scope {
  readonly #entries: Entry[] = [];
  readonly #children: RunScope[] = [];
  readonly #run: string;
  readonly #name: string;
  readonly #log: UndoLog;
  readonly #cgroup: string | undefined;
  #closed = false;

  /** Its processes are put into `cgroup`, where there is one: its undo is the caller's. */
  constructor(run: string, name: string, log: UndoLog, cgroup?: string) {
    this.#run = run;
    this.#name = name;
    this.#log = log;
    this.#cgroup = cgroup;
  }

  // Synchronous inside, so that nothing can come between the log and the caller's do.
  // oxlint-disable-next-line typescript/require-await
  async undo(undo: Undo, life?: TimeToLive): Promise<() => Promise<void>> {
    return this.#register(undo, life);
  }

  #register(undo: Undo, life?: TimeToLive): () => Promise<void> {
    this.#refuseIfClosed();
    refuseImpossible(undo);
    const id = this.#log.add(this.#name, undo, life?.ttlMs);
    let performed: Promise<void> | undefined;
    const perform = async () => {
      performed ??= performUndo(undo).then(() => {
        clearTimeout(timer);
        this.#log.done(id);
        this.#entries.splice(this.#entries.indexOf(entry), 1);
      });
      // A failed one may be tried again, by close or by heal.
      await performed.catch((error: unknown) => {
        performed = undefined;
        throw error;
      });
    };
    const entry: Entry = { undo, perform };
    this.#entries.push(entry);
    const timer = life && setTimeout(() => void expire(perform, life), life.ttlMs).unref();
    return perform;
  }

  async spawn(request: SpawnRequest): Promise<Child> {
    this.#refuseIfClosed();
    const held = await spawnHeld(request, this.#run, this.#cgroup);
    const { signal = 'SIGTERM', graceMs = GRACE_MS } = request;
    try {
      const { pid, startedAt } = held;
      const stop = this.#register({ kind: 'signal', pid, startedAt, signal, graceMs });
      held.release();
      return { ...held, stop };
    } catch (error) {
      held.abandon();
      throw error;
    }
  }

  /** What begins after the scope was closed would have nobody to end it. */
  #refuseIfClosed(): void {
    if (this.#closed) throw new InfraError(`${this.#name} is being stopped: nothing more is started in it`);
  }

  child(name: string): Scope {
    this.#refuseIfClosed();
    const child = new RunScope(this.#run, name, this.#log, this.#cgroup);
    this.#children.push(child);
    return child;
  }

  async close(): Promise<readonly UndoFailure[]> {
    this.#closed = true;
    const failures: UndoFailure[] = [];
    for (const child of [...this.#children].reverse()) failures.push(...(await child.close()));
    for (const entry of [...this.#entries].reverse()) {
      await entry.perform().catch((error: unknown) => {
        failures.push({ undo: entry.undo, error: saidBy(error) });
      });
    }
    return failures;
  }
}

async function expire(perform: () => Promise<void>, life: TimeToLive): Promise<void> {
  const failure = await perform().then(() => undefined, messageOf);
  try {
    life.passed(failure);
  } catch {
    // Evidence that takes nothing any more ends its suite by itself.
  }
}
