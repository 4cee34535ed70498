import type { Thing } from '../../history/operation.ts';

export type IsWhole = (things: readonly Thing[]) => boolean;

/**
 * What was heard of a stream, up to an end that all who hear it agree upon. What comes after that is left out: one has heard it by then, and
 * another has not yet.
 */
export class Heard {
  readonly #things: Thing[] = [];
  #isWhole: IsWhole;
  #isOver = false;

  /** `isWhole`: where it ends; nowhere unless told, here or later. */
  constructor(isWhole: IsWhole = () => false) {
    this.#isWhole = isWhole;
  }

  get things(): readonly Thing[] {
    return this.#things;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** To be told before what ends it can come. */
  endAt(isWhole: IsWhole): void {
    this.#isWhole = isWhole;
  }

  /** Whether it belongs to it. */
  hear(thing: Thing): boolean {
    if (this.#isOver) return false;
    this.#things.push(thing);
    this.#isOver = this.#isWhole(this.#things);
    return true;
  }
}
