import { spawn } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SAMPLES, harness } from './commands.ts';
import type { Command } from './cost.ts';
import { type MemoryReading, type MemoryUse, memoryUse } from './memory-use.ts';
import type { PageServer } from './page-server.ts';
import { atBench } from './at-bench.ts';
import { type ProcessMemory, treeMemory } from './process-tree.ts';

export interface MemoryOptions {
  /** How long the load lasts. */
  readonly minutes: number;
  readonly perSecond: number;
}

export const MEMORY_DEFAULTS: MemoryOptions = { minutes: 20, perSecond: 200 };

const READ_EVERY_MS = 1000;
const SAY_EVERY_MS = 60_000;

/** Runs one load and reads every second what all of its processes have in memory. Throws when the run fails. */
export async function benchMemory(
  { minutes, perSecond }: MemoryOptions,
  say: (line: string) => void,
): Promise<MemoryUse> {
  return atBench({ seconds: 60 * minutes, perSecond }, async ({ place, server, checkout }) => {
    const script = join(SAMPLES, 'mix.js');
    const run = [
      'run',
      script,
      '--base-url',
      place.url,
      '--no-allure',
      '--timeout',
      String(2 * minutes + 10),
    ];
    await warmUp(harness({ ...place, env: { ...place.env, BENCH_SECONDS: '2' } }, run), server);
    const readings = await memoryOf(harness(place, run), server, say);
    if (server.load().requests === 0) throw new Error('the run passed, and no request came');
    const evidenceMb = bytesIn(join(checkout.root, 'evidence/runs', checkout.runs().at(-1) ?? '')) / 1e6;
    return memoryUse(readings, { minutes, loadSeconds: server.load().seconds, evidenceMb });
  });
}

/** The first run in a new copy of the checkout compiles every file, which no later one does. */
async function warmUp(command: Command, server: PageServer): Promise<void> {
  await memoryOf(command, server, () => undefined);
  server.forget();
}

async function memoryOf(
  { args: [program, ...args], cwd, env }: Command,
  server: PageServer,
  say: (line: string) => void,
): Promise<readonly MemoryReading[]> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000)));
  const over = new AbortController();
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  void ended.then(() => over.abort());
  const readings = await readRegularly(child.pid ?? 0, server, say, over.signal);
  const code = await ended;
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')}: exit ${code ?? 'by signal'}\n${output}`);
  return readings;
}

/** Until the signal. */
async function readRegularly(
  pid: number,
  server: PageServer,
  say: (line: string) => void,
  over: AbortSignal,
): Promise<readonly MemoryReading[]> {
  const startMs = performance.now();
  const read: { readonly ms: number; readonly processes: readonly ProcessMemory[] }[] = [];
  let [loadedMs, saidMs] = [Number.NaN, 0];
  while (!over.aborted) {
    const ms = performance.now() - startMs;
    const processes = treeMemory(pid);
    if (processes.length > 0) read.push({ ms, processes });
    if (Number.isNaN(loadedMs) && server.load().requests > 0) loadedMs = ms;
    if (ms - saidMs >= SAY_EVERY_MS) {
      saidMs = ms;
      say(`after ${Math.round(ms / SAY_EVERY_MS)} min: ${server.load().requests} requests`);
    }
    await sleep(READ_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
  }
  return read.map(({ ms, processes }) => ({ second: (ms - loadedMs) / 1000, processes }));
}

/** All files below a folder; links are not followed. */
export function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => lstatSync(join(folder, name)))
    .reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
}
