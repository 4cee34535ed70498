import { parseArgs } from 'node:util';
import { ConfigError } from '../../kernel/errors.ts';
import type { BenchOptions, BenchResult } from './bench-result.ts';
import { k6Commands, listCommands, playwrightCommands } from './commands.ts';
import { type Held, exitCodeOf } from './held.ts';
import { judgeSaturation, loadOverhead } from './load-pairs.ts';
import { MEMORY_DEFAULTS, benchMemory } from './memory.ts';
import { judgeMemory } from './memory-use.ts';
import { atBench } from './at-bench.ts';
import { judgeOverheads, overhead } from './pairs.ts';
import { sayBench, sayMemory } from './say-bench.ts';
import { judgeSingles, singles } from './single.ts';

const BENCH_DEFAULTS: BenchOptions = { pairs: 5, seconds: 10, perSecond: 100 };

/**
 * What a run of k6 may take longer, however long it lasts: 8 % of the usual 10 s. Nobody is to wait for the harness itself.
 */
const K6_ADDED_SECONDS = 0.8;
const PLAYWRIGHT = { wall: 1.12 };
const LIST = { cpu: 3 };

/**
 * Measures what the harness costs over bare tools, against a tiny local server. Takes about seven minutes with the defaults.
 * Throws when a run fails.
 */
export async function bench(options: BenchOptions, say: (line: string) => void): Promise<BenchResult> {
  return atBench(options, async ({ place, server }) => {
    const { pairs, perSecond, seconds } = options;
    const load = `k6, ${perSecond}/s for ${seconds} s`;
    const k6 = { wall: 1 + K6_ADDED_SECONDS / seconds };
    const saturation = await loadOverhead(await k6Commands(place, 'saturate.js'), server, pairs, say);
    const overheads = [
      await overhead(load, await k6Commands(place, 'load.js'), pairs, k6, say),
      await overhead('Playwright, 10 pages', await playwrightCommands(place), pairs, PLAYWRIGHT, say),
      await overhead('./harness list', listCommands(place), pairs, LIST, say),
    ];
    return { ...options, saturation, overheads, singles: await singles(place) };
  });
}

/** All that must hold. */
export function judgeBench(
  result: Pick<BenchResult, 'saturation' | 'overheads' | 'singles'>,
): readonly Held[] {
  const { saturation, overheads, singles: times } = result;
  return [...judgeSaturation(saturation), ...judgeOverheads(overheads), ...judgeSingles(times)];
}

export interface BenchRequest {
  readonly json: boolean;
  /** What a load run needs of memory and disk, instead of what the harness costs. */
  readonly memory: boolean;
  /** Whole numbers as text; the defaults where they are missing. */
  readonly pairs?: string | undefined;
  readonly seconds?: string | undefined;
  readonly minutes?: string | undefined;
  readonly perSecond?: string | undefined;
}

/**
 * The verb `bench`: progress on stderr, the result on stdout. Gives the exit code: 1 where something does not hold. Throws a
 * ConfigError for a number that is none, and for an option of the other measurement.
 */
export async function benchCommand(request: BenchRequest): Promise<0 | 1> {
  refuseForeign(request);
  const say = (line: string) => console.error(line);
  const print = (text: string, result: object) =>
    console.log(request.json ? JSON.stringify(result, undefined, 2) : text);
  if (request.memory) {
    const use = await benchMemory(
      {
        minutes: count('--minutes', request.minutes, MEMORY_DEFAULTS.minutes),
        perSecond: count('--per-second', request.perSecond, MEMORY_DEFAULTS.perSecond),
      },
      say,
    );
    print(sayMemory(use), use);
    return exitCodeOf(judgeMemory(use));
  }
  const options = {
    pairs: count('--pairs', request.pairs, BENCH_DEFAULTS.pairs),
    seconds: count('--seconds', request.seconds, BENCH_DEFAULTS.seconds),
    perSecond: count('--per-second', request.perSecond, BENCH_DEFAULTS.perSecond),
  };
  const result = await bench(options, say);
  print(sayBench(result), result);
  return exitCodeOf(judgeBench(result));
}

function refuseForeign({ memory, pairs, seconds, minutes }: BenchRequest): void {
  const foreign = memory ? { '--pairs': pairs, '--seconds': seconds } : { '--minutes': minutes };
  for (const [name, value] of Object.entries(foreign))
    if (value !== undefined)
      throw new ConfigError({
        what: `bench: ${name} goes ${memory ? 'without' : 'with'} --memory.`,
        fix: 'leave one of them out, or add it',
      });
}

function count(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new ConfigError(`bench: ${name} is "${text ?? ''}"; give a whole number above 0`);
}

if (import.meta.main) {
  const [option, flag] = [{ type: 'string' }, { type: 'boolean', default: false }] as const;
  const { values } = parseArgs({
    options: {
      ...{ json: flag, memory: flag },
      ...{ pairs: option, seconds: option, minutes: option, 'per-second': option },
    },
  });
  process.exitCode = await benchCommand({ ...values, perSecond: values['per-second'] });
}
