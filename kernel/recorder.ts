import type { Check, Finding, Metric } from './evidence.ts';
import type { EventName, SuiteEvents } from './suite-events.ts';
import type { Sentence } from './sentence.ts';

/** Fields that have a default may be left out. */
export type CheckInput = Pick<Check, 'id' | 'outcome' | 'durationMs'> & Partial<Check>;

/** Writes one suite's evidence. Redacted, hash-chained and on disk before each call returns. */
export interface Recorder {
  check(check: CheckInput): void;
  metric(metric: Metric): void;
  finding(finding: Finding): void;
  /** Of an engine that another one started, the name carries a prefix. */
  event<N extends EventName>(name: N | `${string}.${N}`, detail: SuiteEvents[N]): void;
  /** What could not be looked at, or is missing in evidence: reports say it as it is. */
  loss(sentence: Sentence): void;
  /** Copies a file, redacted, into evidence as `name` (a relative path). A missing file is an event, not an error. */
  attach(name: string, file: string): Promise<void>;
  /** Forces what was written to the disk: before a fault, and at the end. */
  sync(): void;
}
