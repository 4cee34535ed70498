import { type Command, type Cost, cost } from './cost.ts';
import type { Held } from './held.ts';
import { median } from './median.ts';

export interface Ratio {
  readonly wall: number;
  readonly cpu: number;
}

/** What the harness adds to a bare tool: medians of alternating pairs. */
export interface Overhead {
  readonly name: string;
  readonly bare: Cost;
  readonly harness: Cost;
  /** Medians of the pairs' own ratios, so that a busy moment of the machine touches both sides. */
  readonly ratio: Ratio;
  /** What must hold of the ratio. */
  readonly most: Partial<Ratio>;
  readonly pairs: readonly { readonly bare: Cost; readonly harness: Cost }[];
}

/**
 * Runs both commands `pairs` times, in alternating order, one at a time, after one run of each that fills caches and does not
 * count. `say` hears of each pair.
 */
export async function overhead(
  name: string,
  commands: { readonly bare: Command; readonly harness: Command },
  pairs: number,
  most: Partial<Ratio>,
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
  return { name, most, pairs: measured, ...summary(measured) };
}

/** What holds, what does not. */
export function judgeOverheads(overheads: readonly Overhead[]): readonly Held[] {
  return overheads.flatMap(({ name, ratio, most }) =>
    (['wall', 'cpu'] as const).flatMap((what) => {
      const limit = most[what];
      if (limit === undefined) return [];
      const said = `${name}: ${WORDS[what]} ${ratio[what].toFixed(2)} × bare, at most ${limit.toFixed(2)}`;
      return [{ said, holds: ratio[what] <= limit }];
    }),
  );
}

const WORDS = { wall: 'takes', cpu: 'CPU' } as const;

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
