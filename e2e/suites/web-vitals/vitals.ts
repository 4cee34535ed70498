import { createRequire } from 'node:module';
import { type Page, expect } from '@playwright/test';

/** https://web.dev/articles/vitals: what is good, where the environment says nothing else (`vitals.lcp`, in ms). */
const GOOD = { LCP: 2500, CLS: 0.1, INP: 200 } as const;
type Name = keyof typeof GOOD;
const NAMES = Object.keys(GOOD) as readonly Name[];
/** Each page is looked at so often; what one look shows may be the machine's doing. */
const SAMPLES = 3;

export type Vitals = Readonly<Record<Name, number>>;
type Seen = typeof globalThis & {
  vitals: Partial<Record<Name, number>>;
  webVitals: Record<string, (...args: unknown[]) => void>;
};

export function limitOf(name: Name, env: NodeJS.ProcessEnv = process.env): number {
  const said = env[`TARGET_LIMIT_VITALS_${name}`];
  return said === undefined ? GOOD[name] : Number(said);
}

/** Measures by Google's own library, in every page that opens from now on. */
export async function measure(page: Page): Promise<void> {
  await page.addInitScript({ path: createRequire(import.meta.url).resolve('web-vitals') });
  await page.addInitScript(() => {
    const seen = globalThis as Seen;
    seen.vitals = {};
    const note = ({ name, value }: { name: Name; value: number }) => (seen.vitals[name] = value);
    const options = { reportAllChanges: true, durationThreshold: 16 };
    for (const on of ['onLCP', 'onCLS', 'onINP']) seen.webVitals[on]?.(note, options);
  });
}

/** Opens the page, waits until nothing more comes, and does something on it. */
async function look(page: Page, path: string): Promise<Vitals> {
  await page.goto(path);
  // The script takes the page anew once it is told that it listens: what jumps then is a jump too.
  await page.waitForLoadState('load');
  if (await page.evaluate(() => document.body.dataset['user'] !== undefined))
    await expect.poll(() => takenAnew(page), 'the page has been taken anew').toBe(true);
  await page.evaluate(async () => {
    await document.fonts.ready;
    // Before something was painted nothing can jump.
    await new Promise<void>((resolve) => {
      const painted = new PerformanceObserver((list) => {
        if (list.getEntriesByName('first-contentful-paint').length > 0) resolve();
      });
      painted.observe({ type: 'paint', buffered: true });
    });
    for (let frames = 0; frames < 3; frames += 1)
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  });
  // What is shown largest, and how the page jumped, is final with the first interaction.
  await page.keyboard.press('Tab');
  await page.getByRole('heading', { level: 1 }).click();
  const measured = () => page.evaluate(() => (globalThis as Seen).vitals);
  await expect.poll(async () => Object.keys(await measured()).sort(), 'measured').toEqual([...NAMES].sort());
  const { LCP = Infinity, CLS = Infinity, INP = Infinity } = await measured();
  return { LCP, CLS, INP };
}

const takenAnew = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const own = location.pathname + location.search;
    return performance
      .getEntriesByType('resource')
      .some(
        (one) =>
          one.initiatorType === 'fetch' && new URL(one.name).pathname + new URL(one.name).search === own,
      );
  });

/** Of several looks at a page the median of each, which a single slow moment of the machine does not move; with all of them, in words. */
export async function vitalsOf(
  page: Page,
  path: string,
): Promise<{ readonly median: Vitals; readonly words: string }> {
  const samples: Vitals[] = [];
  for (let times = 0; times < SAMPLES; times += 1) samples.push(await look(page, path));
  const median = (name: Name) =>
    samples.map((one) => one[name]).toSorted((a, b) => a - b)[Math.floor(SAMPLES / 2)] ?? Infinity;
  const of = { LCP: median('LCP'), CLS: median('CLS'), INP: median('INP') };
  return { median: of, words: JSON.stringify(samples) };
}

/** Fails where a page is not good; of each look, what it showed. */
export async function expectGood(page: Page, path: string): Promise<string> {
  const { median, words } = await vitalsOf(page, path);
  for (const name of NAMES)
    expect(median[name], `${name} of ${path}, the median of ${words}`).toBeLessThanOrEqual(limitOf(name));
  return words;
}
