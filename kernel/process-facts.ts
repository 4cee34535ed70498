export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** Its process group. */
  readonly group: number;
  /** With its pid it names a process for good. */
  readonly startedAt: string;
  /** It stands still until a SIGCONT. */
  readonly stopped: boolean;
  /** It waits inside the system, where no signal takes effect. */
  readonly waits: boolean;
}

/** The live processes of this machine; a zombie counts as gone. */
export interface ProcessTable {
  read(pid: number): ProcessFacts | undefined;
  all(): readonly ProcessFacts[];
  /** Those that carry a mark of the run (see run-mark.ts) themselves. */
  marked(run: string): readonly number[];
}
