import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../../kernel/errors.ts';
import { makeCheckout } from '../acceptance/checkout.ts';
import { STATE } from '../root.ts';
import { type BenchPlace, k6Commands, playwrightCommands } from './commands.ts';
import { servePage } from './page-server.ts';
import { type LoadOverhead, loadOverhead } from './load-pairs.ts';
import { type Overhead, overhead } from './pairs.ts';
import { sayBench } from './say-bench.ts';
import { type Single, singles } from './single.ts';

export interface BenchOptions {
  readonly pairs: number;
  /** How long each run of the k6 script lasts. */
  readonly seconds: number;
  readonly perSecond: number;
}

export interface BenchResult extends BenchOptions {
  readonly overheads: readonly Overhead[];
  readonly saturation: LoadOverhead;
  readonly singles: readonly Single[];
}

export const BENCH_DEFAULTS: BenchOptions = { pairs: 5, seconds: 10, perSecond: 100 };

/**
 * Measures what the harness costs over bare tools, against a tiny local server, in a copy of the checkout so that no bench run
 * enters the history of real ones. Takes about seven minutes with the defaults. Throws when a run fails.
 */
export async function bench(options: BenchOptions, say: (line: string) => void): Promise<BenchResult> {
  const checkout = makeCheckout();
  const folder = mkdtempSync(join(tmpdir(), 'harness-bench-'));
  const server = await servePage();
  const env = {
    HARNESS_CACHE: process.env['HARNESS_CACHE'] ?? STATE,
    BENCH_SECONDS: String(options.seconds),
    BENCH_PER_SECOND: String(options.perSecond),
  };
  const place: BenchPlace = { root: checkout.root, folder, env, url: server.url };
  try {
    const load = `k6, ${options.perSecond}/s for ${options.seconds} s`;
    const saturation = await loadOverhead(await k6Commands(place, 'saturate.js'), server, options.pairs, say);
    const overheads = [
      await overhead(load, await k6Commands(place, 'load.js'), options.pairs, say),
      await overhead('Playwright, 10 pages', await playwrightCommands(place), options.pairs, say),
    ];
    return { ...options, saturation, overheads, singles: await singles(place) };
  } finally {
    server.close();
    await checkout.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface BenchRequest {
  readonly json: boolean;
  /** Whole numbers as text; the defaults where they are missing. */
  readonly pairs?: string | undefined;
  readonly seconds?: string | undefined;
  readonly perSecond?: string | undefined;
}

/** The verb `bench`: progress on stderr, the result on stdout. Throws a ConfigError for a number that is none. */
export async function benchCommand(request: BenchRequest): Promise<void> {
  const options = {
    pairs: count('--pairs', request.pairs, BENCH_DEFAULTS.pairs),
    seconds: count('--seconds', request.seconds, BENCH_DEFAULTS.seconds),
    perSecond: count('--per-second', request.perSecond, BENCH_DEFAULTS.perSecond),
  };
  const result = await bench(options, (line) => console.error(line));
  console.log(request.json ? JSON.stringify(result, undefined, 2) : sayBench(result));
}

function count(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new ConfigError(`bench: ${name} is "${text ?? ''}"; give a whole number above 0`);
}

if (import.meta.main) {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, pairs: option, seconds: option, 'per-second': option },
  });
  await benchCommand({ ...values, json: values.json ?? false, perSecond: values['per-second'] });
}
