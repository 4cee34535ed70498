import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { CSV_ENV, type K6Output, SILENT_ENV } from '../../process/k6-process.ts';
import type { SmallRun } from './random-runs.ts';

const summarySchema = z.object({
  metrics: z.record(
    z.string(),
    z.object({
      values: z.record(z.string(), z.number()),
      thresholds: z.record(z.string(), z.object({ ok: z.boolean() })).optional(),
    }),
  ),
});
export type Summary = z.infer<typeof summarySchema>;

/** The names of the metrics are computed, and so are their kinds: nothing of them can be read from the source. */
function scriptOf(runs: readonly SmallRun[]): string {
  const thresholds = Object.assign({}, ...runs.map((run) => run.thresholds)) as object;
  return `import { Counter, Gauge, Rate, Trend as Values } from 'k6/metrics';
const make = { counter: Counter, gauge: Gauge, rate: Rate, trend: Values };
const runs = ${JSON.stringify(runs)};
const metrics = runs.map(({ metric, kind, isTime }) => new make[kind](metric, isTime));
export const options = {
  vus: 1, iterations: 1,
  thresholds: ${JSON.stringify(thresholds)},
  summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'p(99.9)', 'count'],
};
export default function () {
  runs.forEach(({ samples }, at) => samples.forEach(([value, tags]) => metrics[at].add(value, tags)));
}
export function handleSummary(data) { return { 'summary.json': JSON.stringify(data) }; }
`;
}

/** Lets k6 judge the runs by itself, all in one process: what it says, and the rows of its samples. */
export async function askK6(
  k6: string,
  runs: readonly SmallRun[],
  output: K6Output,
): Promise<{ readonly summary: Summary; readonly rows: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'k6-asked-'));
  try {
    writeFileSync(join(folder, 'script.js'), scriptOf(runs));
    const args = ['run', '--quiet', '--no-color', '--address', '', '--out', output, 'script.js'];
    const env = { ...process.env, ...SILENT_ENV, ...CSV_ENV };
    const asked = promisify(execFile)(k6, args, { cwd: folder, env, maxBuffer: 2 ** 28 });
    const { stdout } = await asked.catch(brokenThresholds);
    const said: unknown = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
    return { summary: summarySchema.parse(said), rows: stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const endSchema = z.object({ code: z.literal(99), stdout: z.string() });

/** k6 ends so when thresholds do not hold. */
function brokenThresholds(error: unknown): { readonly stdout: string } {
  const end = endSchema.safeParse(error);
  if (end.success) return end.data;
  throw error;
}
