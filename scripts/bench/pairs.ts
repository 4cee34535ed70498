import { type Command, type Cost, cost } from './cost.ts';
import type { Held } from './held.ts';
import { median } from './median.ts';

/** What the harness adds to a bare tool: medians of alternating pairs. */
export interface Overhead {
  readonly name: string;
  readonly bare: Cost;
  readonly harness: Cost;
  /** Medians of the pairs' own ratios, so that a busy moment of the machine touches both sides. */
  readonly ratio: { readonly wall: number; readonly cpu: number };
  readonly pairs: readonly { readonly bare: Cost; readonly harness: Cost }[];
}

/** What start-up, judging and reporting of a short run may take together, so that nobody waits for the harness itself. */
export const MOST_ADDED_MS = 10_000;

/**
 * Runs both commands `pairs` times, in alternating order, one at a time, after one run of each that fills caches and does not
 * count. `say` hears of each pair.
 */
export async function overhead(
  name: string,
  commands: { readonly bare: Command; readonly harness: Command },
  pairs: number,
  say: (line: string) => void,
): Promise<Overhead> {
  const measured: { bare: Cost; harness: Cost }[] = [];
  for (const command of [commands.harness, commands.bare]) await cost(command);
  for (let pair = 0; pair < pairs; pair++) {
    const harnessFirst = pair % 2 === 1;
    const first = await cost(harnessFirst ? commands.harness : commands.bare);
    const second = await cost(harnessFirst ? commands.bare : commands.harness);
    const [bare, harness] = harnessFirst ? [second, first] : [first, second];
    measured.push({ bare, harness });
    say(
      `${name} ${pair + 1}/${pairs}: bare ${round(bare.cpuMs)} ms CPU, harness ${round(harness.cpuMs)} ms CPU`,
    );
  }
  return { name, pairs: measured, ...summary(measured) };
}

/** What holds, what does not. */
export function judgeAdded(overheads: readonly Overhead[]): readonly Held[] {
  return overheads.map(({ name, bare, harness }) => {
    const addedMs = harness.wallMs - bare.wallMs;
    const said = `${name}: ${(addedMs / 1000).toFixed(1)} s more than bare, less than ${MOST_ADDED_MS / 1000} s`;
    return { said, holds: addedMs < MOST_ADDED_MS };
  });
}

function summary(pairs: Overhead['pairs']): Pick<Overhead, 'bare' | 'harness' | 'ratio'> {
  const of = (side: 'bare' | 'harness'): Cost => ({
    wallMs: median(pairs.map((pair) => pair[side].wallMs)),
    cpuMs: median(pairs.map((pair) => pair[side].cpuMs)),
  });
  const ratio = {
    wall: median(pairs.map((pair) => pair.harness.wallMs / pair.bare.wallMs)),
    cpu: median(pairs.map((pair) => pair.harness.cpuMs / pair.bare.cpuMs)),
  };
  return { bare: of('bare'), harness: of('harness'), ratio };
}

function round(value: number): number {
  return Math.round(value);
}
