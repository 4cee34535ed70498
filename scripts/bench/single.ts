import { join } from 'node:path';
import { prepareScript } from '../../load/engines/k6/process/script.ts';
import { type BenchPlace, SAMPLES, harness } from './commands.ts';
import { type Command, cost } from './cost.ts';
import { median } from './median.ts';

/** One duration, the median of several. */
export interface Single {
  readonly name: string;
  readonly wallMs: number;
}

const TIMES = 5;

/** How long the command line takes to answer, to bundle a script, and to build a run's reports. Needs a run in `place`. */
export async function singles(place: BenchPlace): Promise<readonly Single[]> {
  return [
    await ofCommand('./harness list', harness(place, ['list']), TIMES),
    await ofBundling('load.js', 'read a k6 script that needs no bundle'),
    await ofBundling('npm-import.ts', 'bundle a k6 script with an npm package'),
    await ofCommand('./harness report --no-allure', harness(place, ['report', '--no-allure']), 3),
    await ofCommand('./harness report, with Allure', harness(place, ['report']), 3),
  ];
}

/** The first time fills caches and does not count. */
async function ofCommand(name: string, command: Command, times: number): Promise<Single> {
  await cost(command);
  const walls: number[] = [];
  for (let time = 0; time < times; time++) walls.push((await cost(command)).wallMs);
  return { name, wallMs: median(walls) };
}

async function ofBundling(sample: string, name: string): Promise<Single> {
  const walls: number[] = [];
  for (let time = 0; time <= TIMES; time++) {
    const startedAt = performance.now();
    await prepareScript(join(SAMPLES, sample));
    walls.push(performance.now() - startedAt);
  }
  return { name, wallMs: median(walls.slice(1)) };
}
