import { join } from 'node:path';
import { prepareScript } from '../../load/engines/k6/process/script.ts';
import { ROOT } from '../root.ts';
import { type BenchPlace, SAMPLES, harness } from './commands.ts';
import { type Command, cost } from './cost.ts';
import type { Held } from './held.ts';
import { median } from './median.ts';
import { recordOperations } from './record-operations.ts';

/** One duration, the median of several. */
export interface Single {
  readonly name: string;
  readonly wallMs: number;
  /** What it must be below. */
  readonly limitMs?: number;
}

/** To read or bundle a script once the bundler is loaded. A load run does it once, cold: that is told beside it. */
const WARM_LIMIT_MS = 50;

const TIMES = 5;

/** How long it takes to bundle a script, to tell a client's operations, and to build a run's reports. Needs a run in `place`. */
export async function singles(place: BenchPlace): Promise<readonly Single[]> {
  return [
    ...(await ofBundling('load.js', 'read a k6 script that needs no bundle')),
    ...(await ofBundling('npm-import.ts', 'bundle a k6 script with an npm package')),
    await ofRecording(place.folder),
    await ofCommand('./harness report --no-allure', harness(place, ['report', '--no-allure']), 3),
    await ofCommand('./harness report, with Allure', harness(place, ['report']), 3),
  ];
}

export function judgeSingles(singles: readonly Single[]): readonly Held[] {
  return singles.flatMap(({ name, wallMs, limitMs }) =>
    limitMs === undefined
      ? []
      : [{ said: `${name} ${wallMs.toFixed(1)} ms, less than ${limitMs} ms`, holds: wallMs < limitMs }],
  );
}

/** Beside requests of 10 ms and more, on a disk that others use as well. */
const RECORDED = 1_000;
const RECORD_LIMIT_MS = 150;

async function ofRecording(folder: string): Promise<Single> {
  const walls: number[] = [];
  for (let time = 0; time < TIMES; time++) walls.push(await recordOperations(folder, RECORDED));
  const name = `tell ${RECORDED} operations of a client (chaos)`;
  return { name, wallMs: median(walls), limitMs: RECORD_LIMIT_MS };
}

/** The first time fills caches and does not count. */
async function ofCommand(name: string, command: Command, times: number): Promise<Single> {
  await cost(command);
  const walls: number[] = [];
  for (let time = 0; time < times; time++) walls.push((await cost(command)).wallMs);
  return { name, wallMs: median(walls) };
}

/** Cold: a fresh process from its start to its end. Warm: in this process, which has the bundler loaded. */
async function ofBundling(sample: string, name: string): Promise<readonly Single[]> {
  const file = join(SAMPLES, sample);
  const fresh = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'bundle-once.ts'), file];
  const cold: Command = { args: [process.execPath, ...fresh], cwd: ROOT };
  const [colds, warms]: [number[], number[]] = [[], []];
  await prepareScript(file);
  for (let time = 0; time < TIMES; time++) {
    colds.push((await cost(cold)).wallMs);
    const startedAt = performance.now();
    await prepareScript(file);
    warms.push(performance.now() - startedAt);
  }
  return [
    { name: `${name}, cold`, wallMs: median(colds) },
    { name: `${name}, warm`, wallMs: median(warms), limitMs: WARM_LIMIT_MS },
  ];
}
