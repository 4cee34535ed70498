import type { Check, Finding, Metric } from './evidence.ts';

/** Fields that have a default may be left out. */
export type CheckInput = Pick<Check, 'id' | 'outcome' | 'durationMs'> & Partial<Check>;

/** The event that tells of a check which carries a requirement that there is not. */
export const UNKNOWN_REFERENCE = 'reference-unknown';

/** Writes one suite's evidence. Redacted, hash-chained and on disk before each call returns. */
export interface Recorder {
  check(check: CheckInput): void;
  metric(metric: Metric): void;
  finding(finding: Finding): void;
  event(name: string, detail?: Record<string, unknown>): void;
  /** Copies a file, redacted, into evidence as `name` (a relative path). A missing file is an event, not an error. */
  attach(name: string, file: string): Promise<void>;
  /** Forces what was written to the disk: before a fault, and at the end. */
  sync(): void;
}
