import type { Readable, Writable } from 'node:stream';
import type { Undo } from './undo.ts';
import type { Sentence } from './sentence.ts';

export interface SpawnRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to the harness's own environment and the run's marker. Secrets go here, never into `args`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `pipe` (default) gives streams; a path appends both stdout and stderr to that file. */
  readonly output?: 'pipe' | { readonly file: string };
  /** The polite signal of its undo; SIGTERM unless told. */
  readonly signal?: NodeJS.Signals;
  readonly graceMs?: number;
  /** Run as another user; needs root. */
  readonly uid?: number;
  readonly gid?: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  readonly stdin: Writable;
  /** Empty when output goes to a file. Must be read, or the child blocks. */
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when the process has ended and its streams are closed. Never rejects. */
  readonly exited: Promise<Exit>;
  /** Ends the whole process group: its polite signal, then SIGKILL. Waits until it is gone. */
  stop(): Promise<void>;
}

/** What failed to be put back: an infrastructure `unknown`. */
export interface UndoFailure {
  readonly undo: Undo;
  readonly error: Sentence;
}

/** How long at most what is undone may last. */
export interface TimeToLive {
  readonly ttlMs: number;
  /** Called when the time has passed and the scope has performed the undo by itself, or failed to: to note it as an event. */
  passed(failure: string | undefined): void;
}

/** Puts back what a run or a suite did, in reverse order, also when it never gets to it (the watcher, `heal`). */
export interface Scope {
  /**
   * Journalled and synced before it returns; call it before the do. The result performs this undo early, once. Throws an InfraError
   * where it could not be performed here: then nothing may be done that needs it. With a time to live it is performed when that has
   * passed: by the scope, or, where the harness hangs, by the watcher.
   */
  undo(undo: Undo, life?: TimeToLive): Promise<() => Promise<void>>;
  /** Starts a process group whose undo is on disk before its first instruction runs. */
  spawn(request: SpawnRequest): Promise<Child>;
  /** A scope whose undos are performed with, and before, this one's. */
  child(name: string): Scope;
  /** Performs everything in reverse, each with its own time budget. Harmless when called twice. */
  close(): Promise<readonly UndoFailure[]>;
}
