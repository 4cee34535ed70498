import { table } from '../terminal/table.ts';
import type { BenchResult } from './bench-result.ts';
import { type Held, sayHeld } from './held.ts';
import { judgeSaturation } from './load-pairs.ts';
import { type MemoryUse, judgeMemory } from './memory-use.ts';
import { judgeOverheads } from './pairs.ts';
import { judgeSingles } from './single.ts';

/** The result as two tables for a person. */
export function sayBench({ saturation, overheads, singles, pairs }: BenchResult): string {
  const rows = overheads.map(({ name, bare, harness, ratio }) => [
    name,
    seconds(bare.cpuMs),
    seconds(harness.cpuMs),
    `${ratio.cpu.toFixed(2)} ×`,
    seconds(bare.wallMs),
    seconds(harness.wallMs),
    `${ratio.wall.toFixed(2)} ×`,
  ]);
  const head = ['', 'CPU bare', 'CPU harness', 'ratio', 'wall bare', 'wall harness', 'ratio'];
  const times = singles.map(({ name, wallMs }) => [name, `${Math.round(wallMs)} ms`]);
  return [
    `k6 at saturation, without start-up and reporting; medians of ${pairs} alternating pairs:`,
    ...linesOf(judgeSaturation(saturation)),
    '',
    `Medians of ${pairs} alternating pairs. CPU is user and system time of the whole process tree.`,
    table(head, rows),
    ...linesOf(judgeOverheads(overheads)),
    '',
    table(['', 'wall'], times),
    ...linesOf(judgeSingles(singles)),
  ].join('\n');
}

/** What a load run needs, for a person. */
export function sayMemory(use: MemoryUse): string {
  return [
    `Resident memory of k6, harness and watcher together, read every second of a load of ${use.minutes} min:`,
    ...linesOf(judgeMemory(use)),
  ].join('\n');
}

function linesOf(all: readonly Held[]): readonly string[] {
  return all.map((one) => `  ${sayHeld(one)}`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
