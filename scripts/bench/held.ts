/** Something that was to hold. */
export interface Held {
  /** What was measured, and what is allowed. */
  readonly said: string;
  /** Undefined where it could not be measured. */
  readonly holds: boolean | undefined;
}

/** A line for a person. */
export function sayHeld({ said, holds }: Held): string {
  return `${said}: ${holds === undefined ? 'not measured' : holds ? 'holds' : 'DOES NOT HOLD'}`;
}

/** 1 where something does not hold. What could not be measured is said, and is no failure of the bench. */
export function exitCodeOf(all: readonly Held[]): 0 | 1 {
  return all.some(({ holds }) => holds === false) ? 1 : 0;
}
