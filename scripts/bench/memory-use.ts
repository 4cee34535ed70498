import type { Held } from './held.ts';
import type { ProcessMemory } from './process-tree.ts';

/** What k6, harness and watcher of a run had in memory at one moment. */
export interface MemoryReading {
  /** Since the first request of the load; less than 0 before it. */
  readonly second: number;
  readonly processes: readonly ProcessMemory[];
}

/** What a load run needs. MB are 10^6 bytes. */
export interface MemoryUse {
  /** As it was asked for. */
  readonly minutes: number;
  /** From the start of the harness to its end. */
  readonly highestMb: number;
  /** What that was made of. */
  readonly highest: readonly ProcessMemory[];
  /** The lowest of the load's minutes 5 to 10, and of its last five: what stays whenever garbage was collected. */
  readonly lowestEarlyMb: number | undefined;
  readonly lowestLateMb: number | undefined;
  readonly evidenceMb: number;
}

/** What must hold at 200 requests a second. */
const MEMORY_LIMITS = { highestMb: 400, growthMb: 10, evidenceMb: 10 } as const;

const FIVE_MINUTES = 300;
/** Below this the two stretches that are compared would overlap. */
const COMPARABLE_MINUTES = 15;

/** `loadSeconds`: from the first request to the last. Throws where nothing was read. */
export function memoryUse(
  readings: readonly MemoryReading[],
  { minutes, loadSeconds, evidenceMb }: { minutes: number; loadSeconds: number; evidenceMb: number },
): MemoryUse {
  if (readings.length === 0) throw new Error('no memory was read: the bench needs /proc, which is on Linux');
  const lowest = (from: number, until: number): number | undefined => {
    const within = readings.filter(({ second }) => second >= from && second < until).map(sumOf);
    return within.length === 0 ? undefined : Math.min(...within);
  };
  const highest = readings.reduce((most, one) => (sumOf(one) > sumOf(most) ? one : most));
  return {
    minutes,
    highestMb: sumOf(highest),
    highest: highest.processes,
    lowestEarlyMb: lowest(FIVE_MINUTES, 2 * FIVE_MINUTES),
    lowestLateMb: lowest(Math.max(0, loadSeconds - FIVE_MINUTES), loadSeconds),
    evidenceMb,
  };
}

/** Growth is told of a load of a quarter of an hour or more. */
export function judgeMemory(use: MemoryUse): readonly Held[] {
  const { highestMb, highest, evidenceMb } = use;
  const parts = highest.map(({ name, mb }) => `${name} ${Math.round(mb)}`).join(', ');
  return [
    {
      said: `highest sum ${sayMb(highestMb)} (${parts}), at most ${MEMORY_LIMITS.highestMb} MB`,
      holds: highestMb <= MEMORY_LIMITS.highestMb,
    },
    growthOf(use),
    {
      said: `evidence ${sayMb(evidenceMb)}, at most ${MEMORY_LIMITS.evidenceMb} MB`,
      holds: evidenceMb <= MEMORY_LIMITS.evidenceMb,
    },
  ];
}

function growthOf({ minutes, lowestEarlyMb, lowestLateMb }: MemoryUse): Held {
  const allowed = `at most ${MEMORY_LIMITS.growthMb} MB more`;
  const said = `lowest of minutes 5 to 10 ${sayMb(lowestEarlyMb)}, of the last 5 ${sayMb(lowestLateMb)}, ${allowed}`;
  if (minutes < COMPARABLE_MINUTES || lowestEarlyMb === undefined || lowestLateMb === undefined)
    return { said: `${said}, from ${COMPARABLE_MINUTES} minutes on`, holds: undefined };
  return { said, holds: lowestLateMb - lowestEarlyMb <= MEMORY_LIMITS.growthMb };
}

function sumOf({ processes }: MemoryReading): number {
  return processes.reduce((sum, { mb }) => sum + mb, 0);
}

function sayMb(mb: number | undefined): string {
  return mb === undefined ? '–' : `${mb.toFixed(1)} MB`;
}
