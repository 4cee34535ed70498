import type { Asked, Ended, History, Operation, Thing } from '../operation.ts';

const MINUTE = Date.parse('2026-01-01T12:00:00.000Z');

export interface SmallOperation extends Partial<Asked>, Partial<Omit<Ended, 'saw'>> {
  readonly saw?: readonly Thing[];
  /** Seconds into the minute. */
  readonly at?: number;
  /** The same; a tenth of a second later unless told. */
  readonly until?: number;
  readonly does: Asked['does'];
}

/** A history of one client of tenant `north`, an operation each second, of `jobs` called `a`, all acknowledged, unless told. */
export function smallHistory(...operations: readonly SmallOperation[]): History {
  return operations.map(({ at, until, ...one }, index): Operation => {
    const asked = at ?? index;
    const { outcome = 'acknowledged', saw = [] } = one;
    const ended = until ?? (outcome === 'indeterminate' ? undefined : asked + 0.1);
    const times = { askedMs: msAt(asked), endedMs: ended === undefined ? undefined : msAt(ended) };
    return { id: index, ...USUAL, ...one, ...times, outcome, saw };
  });
}

const USUAL = { client: 'one', tenant: 'north', of: 'jobs', key: 'a' };

function msAt(seconds: number): number {
  return MINUTE + seconds * 1000;
}

/** A fault from and until so many seconds into the minute. */
export function smallFault(from: number, until: number) {
  return { name: 'blackout on a-b', fromMs: msAt(from), untilMs: msAt(until) };
}

/** `job('a')` is the thing of that key. */
export function thing(key: string, more: Partial<Thing> = {}): Thing {
  return { key, id: `id-${key}`, ...more };
}

/** So many that were acknowledged, and are all there at the end. */
export function manyKept(count: number, value?: string): History {
  const keys = Array.from({ length: count }, (_, index) => `k${index}`);
  const told = value === undefined ? {} : { value };
  return smallHistory(
    ...keys.map((key, index) => ({ does: 'add' as const, key, at: index / 1000, saw: [thing(key)] })),
    { does: 'list', at: 50, saw: keys.map((key) => thing(key, told)) },
  );
}
