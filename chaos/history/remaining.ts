/**
 * Which of so many places, in order, are left. What was taken out knows its neighbours, so that it is put back in one step: the last one
 * first.
 */
export class Remaining {
  // By place + 1: 0 is what comes before the first.
  readonly #next: number[];
  readonly #previous: number[];
  readonly #end: number;

  constructor(count: number) {
    this.#end = count + 1;
    this.#next = Array.from({ length: count + 1 }, (_, at) => at + 1);
    this.#previous = Array.from({ length: count + 2 }, (_, at) => at - 1);
  }

  /** The first that is left; the count where none is. */
  get first(): number {
    return this.after(-1);
  }

  after(place: number): number {
    return (this.#next[place + 1] ?? this.#end) - 1;
  }

  take(place: number): void {
    const [before, after] = this.#beside(place);
    this.#next[before] = after;
    this.#previous[after] = before;
  }

  putBack(place: number): void {
    const [before, after] = this.#beside(place);
    this.#next[before] = place + 1;
    this.#previous[after] = place + 1;
  }

  #beside(place: number): readonly [number, number] {
    return [this.#previous[place + 1] ?? 0, this.#next[place + 1] ?? this.#end];
  }
}
