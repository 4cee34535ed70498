import type { Tally } from '../samples/tally.ts';
import { brokenAt, type ScriptThreshold } from './script-thresholds.ts';

/** k6's own. */
const LOOKS_EVERY_MS = 2000;

/**
 * Looks at thresholds with `abortOnFail` when k6 would, by the clock of the samples: every two seconds. What does not hold then has
 * failed, whatever is measured afterwards: k6 stops the test there, with exit code 99.
 */
export class AbortWatch {
  /** The thresholds that did not hold, each with its value then; none so far when empty. */
  broken: ReadonlyMap<string, string> = new Map();
  readonly #thresholds: readonly ScriptThreshold[];
  readonly #tally: Tally;
  readonly #stop: () => void;
  #nextMs: number | undefined;

  /** `stop` is called once, when one does not hold. */
  constructor(thresholds: readonly ScriptThreshold[], tally: Tally, stop: () => void) {
    this.#thresholds = thresholds.filter((threshold) => threshold.abortOnFail);
    this.#tally = tally;
    this.#stop = stop;
  }

  /** To be called before a sample of that time, ms since the epoch, is counted. */
  before(atMs: number): void {
    if (this.#thresholds.length === 0 || this.broken.size > 0 || !Number.isFinite(atMs)) return;
    const { time } = this.#tally;
    this.#nextMs ??= (Number.isFinite(time.startedMs) ? time.startedMs : atMs) + LOOKS_EVERY_MS;
    if (atMs < this.#nextMs) return;
    const looks = Math.floor((atMs - this.#nextMs) / LOOKS_EVERY_MS);
    const lookedMs = this.#nextMs + looks * LOOKS_EVERY_MS;
    this.#nextMs = lookedMs + LOOKS_EVERY_MS;
    this.broken = brokenAt(this.#thresholds, this.#tally, time.secondsUntil(lookedMs));
    if (this.broken.size > 0) this.#stop();
  }
}
