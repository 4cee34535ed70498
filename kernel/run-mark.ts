import { createHash } from 'node:crypto';

/** The variable that marks every process of a run. */
export const RUN_MARKER = 'HARNESS_RUN';

/**
 * A second mark, for a process that cleans its environment: the soft limit of its resident memory, a number of the run's own,
 * in KiB. Linux has not heeded this limit since 2.4.30; every descendant inherits it, whatever session, parent, name or
 * environment it takes, and anybody may read it. Far above any memory, and no number that a person would set.
 */
export function memoryMarkKiB(run: string): number {
  return 2 ** 52 + createHash('sha256').update(run).digest().readUIntBE(0, 6);
}

/** As the system tells it, in bytes. */
export function memoryMarkBytes(run: string): string {
  return String(BigInt(memoryMarkKiB(run)) * 1024n);
}
