interface Told {
  sum: number;
  times: number;
}

/** The users at work in each stretch of time: each k6 process tells its own, about once a second. */
export class Users {
  readonly #stretches = new Map<number, Map<number, Told>>();

  /** `fromMs`: where the stretch begins. */
  add(fromMs: number, worker: number, users: number): void {
    const stretch = this.#stretches.get(fromMs) ?? new Map<number, Told>();
    const { sum, times } = stretch.get(worker) ?? { sum: 0, times: 0 };
    this.#stretches.set(fromMs, stretch.set(worker, { sum: sum + users, times: times + 1 }));
  }

  /** On average, of all processes together, to a tenth; undefined where none told. The stretch is forgotten. */
  take(fromMs: number): number | undefined {
    const stretch = this.#stretches.get(fromMs);
    this.#stretches.delete(fromMs);
    if (stretch === undefined) return undefined;
    const users = [...stretch.values()].reduce((total, { sum, times }) => total + sum / times, 0);
    return Math.round(users * 10) / 10;
  }
}
