import type { Environment } from '../../kernel/environment.ts';
import type { LoadSettings } from '../../kernel/load-settings.ts';
import type { RunFacts } from '../../kernel/run-journal.ts';
import type { Suite } from '../../kernel/suite.ts';
import type { Target } from '../../kernel/target.ts';

/** What `run` and `plan` share. */
export interface SelectionOptions {
  readonly stage?: string | undefined;
  readonly env?: string;
  readonly phase?: string;
  readonly tag: readonly string[];
  readonly grep?: string;
  readonly lastFailed?: boolean;
  readonly baseUrl?: string;
  readonly engine?: string;
  /** `2/4` of the set of shards in a file. */
  readonly shard?: string;
  readonly shards?: string;
}

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
  /** A folder of pacts, and where their provider is. */
  readonly pactDir?: string;
  readonly providerUrl?: string;
}

/** All that a run is asked for. */
export interface RunRequest {
  readonly names: readonly string[];
  readonly options: RunOptions;
  readonly special?: SpecialRun;
}

/**
 * What makes a run one of `detect`, of a storm, or one of a load that was made elsewhere. No option of `run` leads here, so that nobody
 * plants a defect by accident; and its facts are part of the evidence, so that nobody takes such a run for a release's.
 */
export interface SpecialRun {
  /** The command line that repeats it. */
  readonly command: string;
  /** What its facts say besides, or instead. */
  readonly facts: Partial<Pick<RunFacts, 'detection' | 'machine'>>;
  /** Instead of what the options say. */
  readonly load?: LoadSettings;
  /** The target as it is to be started, or what stands in for it, and where; as they are unless told. */
  around?(surroundings: Surroundings): Partial<Surroundings>;
  /** Each suite as it is to be planned; as it is unless told. */
  readonly change?: (suite: Suite) => Suite;
}

interface Surroundings {
  readonly target: Target;
  readonly environment: Environment;
}
