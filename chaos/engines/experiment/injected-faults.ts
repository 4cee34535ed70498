import type { SuiteRun } from '../../../kernel/engine.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { performUndo } from '../../../kernel/perform-undo.ts';
import type { Undo } from '../../../kernel/undo.ts';
import type { Experiment } from './options.ts';
import type { Subject } from './subject.ts';

/** The faults that are on, and how to take them away. */
export class InjectedFaults {
  readonly #run: SuiteRun<Experiment>;
  readonly #heals: (() => Promise<void>)[] = [];

  constructor(run: SuiteRun<Experiment>) {
    this.#run = run;
  }

  /** Puts one fault in. Its undo is on disk before, so `heal` and the watcher know it also where this throws half-way. */
  async inject({ fault, link, options }: Subject, signal: AbortSignal): Promise<void> {
    const { target, scope, recorder } = this.#run;
    const undos = fault.undo(target, link, options);
    for (const undo of undos) this.#heals.push(await scope.undo(undo));
    recorder.event('injecting', { fault: fault.name, link, options });
    recorder.sync();
    try {
      await fault.inject(target, link, options, signal);
    } finally {
      if (signal.aborted) await undoLate(undos);
    }
  }

  /** Takes every fault away, the last first. Gives a sentence for each undo that failed. */
  async heal(): Promise<readonly string[]> {
    const failures: string[] = [];
    for (const heal of this.#heals.splice(0).reverse()) {
      await heal().catch((error: unknown) => failures.push(messageOf(error)));
    }
    this.#run.recorder.event('healed', { failures });
    return failures;
  }
}

/** A fault that was on its way when the run was aborted may land after the scope has put everything back. */
async function undoLate(undos: readonly Undo[]): Promise<void> {
  await Promise.allSettled([...undos].reverse().map((undo) => performUndo(undo)));
}
