import type { LoadOverhead } from './load-pairs.ts';
import type { Overhead } from './pairs.ts';
import type { Single } from './single.ts';

export interface BenchOptions {
  readonly pairs: number;
  /** How long each run of the k6 script lasts. */
  readonly seconds: number;
  readonly perSecond: number;
}

export interface BenchResult extends BenchOptions {
  readonly overheads: readonly Overhead[];
  readonly saturation: LoadOverhead;
  readonly singles: readonly Single[];
}
