import { setTimeout as sleep } from 'node:timers/promises';
import type { MetricsEndpoint } from '../../../fixtures/bindings/target.ts';
import type { Observed } from './judge-version.ts';
import { scrapeAll, type Scraped } from './scrape.ts';

/** A fresh process is slow at first. */
const WARM_MS = 1500;
const SLICE_MS = 400;
const SLICES = 12;

/** Watches the metrics of all parts for a while. Users ask meanwhile, or nothing is seen. */
export async function observe(endpoints: readonly MetricsEndpoint[]): Promise<Observed> {
  await sleep(WARM_MS);
  const looks = [await scrapeAll(endpoints)];
  for (let slice = 0; slice < SLICES; slice += 1) {
    await sleep(SLICE_MS);
    looks.push(await scrapeAll(endpoints));
  }
  return observedIn(looks);
}

/** Of looks one after another, each at every part. */
export function observedIn(looks: readonly (readonly Scraped[])[]): Observed {
  const [first = [], last = []] = [looks[0], looks.at(-1)];
  const rise = (what: 'requests' | 'errors' | 'refusals') => total(last, what) - total(first, what);
  return {
    latencies: looks.slice(1).flatMap((look, before) => {
      const earlier = looks[before] ?? [];
      const timed = total(look, 'timed') - total(earlier, 'timed');
      return timed > 0 ? [(total(look, 'sumMs') - total(earlier, 'sumMs')) / timed] : [];
    }),
    requests: rise('requests'),
    errors: rise('errors'),
    refusals: rise('refusals'),
    growth: Object.fromEntries(
      last.flatMap(({ part, memoryMb }) => {
        const from = first.find((one) => one.part === part)?.memoryMb;
        return memoryMb === undefined || from === undefined ? [] : [[part, memoryMb - from] as const];
      }),
    ),
  };
}

function total(
  look: readonly Scraped[],
  what: 'requests' | 'errors' | 'refusals' | 'sumMs' | 'timed',
): number {
  return look.reduce((sum, one) => sum + one[what], 0);
}
