import { Int32Histogram } from './int32-histogram.ts';
import { valueAt } from './percentile.ts';

/** Values are kept in thousandths: microseconds where k6 gives milliseconds. */
const SCALE = 1000;
const USUAL_LARGEST = 10_000 * SCALE;

/** Values in constant memory, each within a step of 0.1 % (three digits) or 1 % (two), and never less than a thousandth. */
export class SignedHistogram {
  readonly #digits: 2 | 3;
  readonly positive: Int32Histogram;
  #negative: Int32Histogram | undefined;

  constructor(digits: 2 | 3) {
    this.#digits = digits;
    this.positive = histogram(digits);
  }

  record(value: number): void {
    const thousandths = Math.min(Math.round(Math.abs(value) * SCALE), Number.MAX_SAFE_INTEGER);
    (value < 0 ? this.#below() : this.positive).recordValue(thousandths);
  }

  add(other: SignedHistogram): void {
    this.positive.add(other.positive);
    if (other.#negative !== undefined) this.#below().add(other.#negative);
  }

  /** Where the value of that rank, from 0, lies: `value` is the upper end of its step. */
  at(index: number): { readonly least: number; readonly value: number; readonly most: number } {
    const below = this.#negative?.totalCount ?? 0;
    if (this.#negative !== undefined && index < below) {
      const far = valueAt(this.#negative, below - 1 - index);
      return between(-far, -this.#negative.lowestEquivalentValue(far));
    }
    const far = valueAt(this.positive, index - below);
    return between(this.positive.lowestEquivalentValue(far), far);
  }

  #below(): Int32Histogram {
    return (this.#negative ??= histogram(this.#digits));
  }
}

/** Thousandths were rounded. */
function between(least: number, most: number) {
  return { least: (least - 0.5) / SCALE, value: most / SCALE, most: (most + 0.5) / SCALE };
}

function histogram(digits: 2 | 3): Int32Histogram {
  const made = new Int32Histogram(1, USUAL_LARGEST, digits);
  made.autoResize = true;
  return made;
}
