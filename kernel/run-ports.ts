import type { Ending, SuiteStart } from './evidence.ts';
import type { Recorder } from './recorder.ts';
import type { RunEvent } from './run-journal.ts';

/** One suite's evidence while it grows. */
export interface SuiteRecording {
  readonly recorder: Recorder;
  /** Journals what tool-side reporters have appended to the inbox since the last call. */
  drain(): Promise<void>;
  /** Drains, writes the ending, syncs and closes; the journal's final hash. */
  end(ending: Ending): Promise<string>;
}

/** Where a run's evidence goes. On disk before each call returns. */
export interface RunStore {
  event(event: RunEvent): void;
  /** Starts a suite's journal; `work` holds its inbox. */
  openSuite(start: SuiteStart, work: string, inbox: string): SuiteRecording;
  /** Copies a log of the target, redacted, into the run's evidence. */
  keepLog(file: string): Promise<void>;
  /** From now on this value never reaches evidence. */
  secret(value: string): void;
}

/** Tells the person who waits. One line each, without secrets. */
export interface Progress {
  line(text: string): void;
  suiteStarted(name: string): void;
  suiteEnded(name: string, ending: Ending, durationMs: number): void;
}
