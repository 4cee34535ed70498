import type { SuiteRun } from '../../../kernel/engine.ts';
import { messageOf, SuiteError } from '../../../kernel/errors.ts';
import type { Fault, Subject } from '../../../kernel/experiment.ts';
import { performUndo } from '../../../kernel/perform-undo.ts';
import type { Undo } from '../../../kernel/undo.ts';
import type { Experiment } from './options.ts';
import type { Prepared } from './prepare.ts';

/** No machine is late by so much: a fault that is still on then has nobody left who takes it away. */
const OVERDUE_MS = 15_000;

/** The faults that are on, and how to take them away. */
export class InjectedFaults {
  readonly #run: SuiteRun<Experiment>;
  readonly #dueMs: number;
  readonly #heals: (() => Promise<void>)[] = [];
  #expired: string | undefined;
  readonly #over = new AbortController();
  #healed: Promise<readonly string[]> | undefined;

  /** `dueMs`: when they are to be taken away, on the clock of `performance.now`. Some time after it they go by themselves. */
  constructor(run: SuiteRun<Experiment>, dueMs: number) {
    this.#run = run;
    this.#dueMs = dueMs;
  }

  /** Puts one fault in. Its undo is on disk before, so `heal` and the watcher know it also where this throws half-way. */
  async inject({ fault, subject, options }: Prepared, signal: AbortSignal): Promise<void> {
    const { scope, recorder } = this.#run;
    const undos = fault.undo(subject, options);
    const ttlMs = Math.ceil(Math.max(0, this.#dueMs - performance.now()) + OVERDUE_MS);
    const passed = (failure: string | undefined) => this.#expire(fault, subject, failure);
    for (const undo of undos) this.#heals.push(await scope.undo(undo, { ttlMs, passed }));
    recorder.event('injecting', { ...told(fault, subject), options });
    recorder.sync();
    try {
      const until = AbortSignal.any([this.#over.signal, signal, AbortSignal.timeout(ttlMs)]);
      await fault.inject(subject, options, signal, until);
    } finally {
      if (signal.aborted) await undoLate(undos);
    }
  }

  #expire(fault: Fault, subject: Subject, failure: string | undefined): void {
    this.#expired = `${fault.name} on ${subject.name}`;
    this.#run.recorder.event('expired', {
      ...told(fault, subject),
      ...(failure !== undefined && { failure }),
    });
  }

  /** Throws a SuiteError when one went by itself, before anybody took it away. */
  requireOnTime(): void {
    if (this.#expired === undefined) return;
    throw new SuiteError({
      what: `${this.#expired} was on for ${OVERDUE_MS / 1000} s longer than planned, and went by itself: nothing was proven.`,
      fix: 'see what held the harness up, such as a machine that slept',
    });
  }

  /** Takes every fault away, the last first, once. Gives a sentence for each undo that failed. */
  heal(): Promise<readonly string[]> {
    return (this.#healed ??= this.#heal());
  }

  async #heal(): Promise<readonly string[]> {
    this.#over.abort();
    const failures: string[] = [];
    for (const heal of this.#heals.splice(0).reverse()) {
      await heal().catch((error: unknown) => failures.push(messageOf(error)));
    }
    this.#run.recorder.event('healed', { failures });
    return failures;
  }
}

/** How events name a fault and its subject: `{ fault: 'latency', link: 'api-postgres' }`. */
export function told({ name }: Pick<Fault, 'name'>, subject: Subject): Readonly<Record<string, string>> {
  return { fault: name, [subject.kind]: subject.name };
}

/** A fault that was on its way when the run was aborted may land after the scope has put everything back. */
async function undoLate(undos: readonly Undo[]): Promise<void> {
  await Promise.allSettled([...undos].reverse().map((undo) => performUndo(undo)));
}
