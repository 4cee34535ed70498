import { table } from '../terminal/table.ts';
import type { BenchResult } from './bench.ts';
import { sayLimits } from './load-pairs.ts';

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
    ...sayLimits(saturation).map((line) => `  ${line}`),
    '',
    `Medians of ${pairs} alternating pairs. CPU is user and system time of the whole process tree.`,
    table(head, rows),
    '',
    table(['', 'wall'], times),
  ].join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
