import type { LoadSettings } from '../../kernel/load-settings.ts';
import type { RunFacts } from '../../kernel/run-journal.ts';
import type { Target } from '../../kernel/target.ts';
import type { SelectionOptions } from '../commands/selection-options.ts';

/** The command line of `run`. */
export interface RunOptions extends SelectionOptions {
  readonly json?: boolean;
  readonly allure: boolean;
  readonly install: boolean;
  readonly seed?: string;
  readonly result?: string;
  readonly profile?: string;
  readonly timeScale?: string;
  readonly rateScale?: string;
  readonly workers?: string;
  /** Minutes. */
  readonly timeout?: string;
}

/** What makes a run one of a load that was made elsewhere: `./harness load import`. */
export interface RecordedRun {
  readonly load: LoadSettings;
  /** The command line that repeats it. */
  readonly command: string;
  /** In place of this machine, which made no load. */
  readonly machine: string;
  /** What stands in for the target, which is not started. */
  around(target: Target): Target;
}

/**
 * What makes a run one of `detect`. No option of `run` leads here, so that nobody plants a defect by accident; and the facts
 * are part of the evidence, so that nobody takes such a run for a release's.
 */
export interface DetectionRun {
  readonly facts: NonNullable<RunFacts['detection']>;
  /** The command line that repeats it. */
  readonly command: string;
  /** The target as it is to be started. */
  around(target: Target): Target;
}
