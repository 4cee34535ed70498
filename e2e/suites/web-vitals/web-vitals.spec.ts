import { type Page, expect, test } from '@playwright/test';
import { createRequire } from 'node:module';
import { binding } from '../../../fixtures/bindings/target.ts';
import { signIn } from '../shared/sign-in.ts';

const { accounts } = binding();
const PAGES = ['/dashboard', '/workflows', '/uploads', '/search', '/alerts', '/notifications'];
/** https://web.dev/articles/vitals: what is good. */
const GOOD = { LCP: 2500, CLS: 0.1, INP: 200 } as const;
/** For what comes late: a page that jumps does so after it was first shown. */
const SETTLED_MS = 1500;

type Vitals = Partial<Record<keyof typeof GOOD, number>>;
type Seen = typeof globalThis & { vitals: Vitals; webVitals: Record<string, (...args: unknown[]) => void> };

/** Measures by Google's own library, in every page that opens from now on. */
async function measure(page: Page): Promise<void> {
  await page.addInitScript({ path: createRequire(import.meta.url).resolve('web-vitals') });
  await page.addInitScript(() => {
    const seen = globalThis as Seen;
    seen.vitals = {};
    const note = ({ name, value }: { name: keyof Vitals; value: number }) => (seen.vitals[name] = value);
    const options = { reportAllChanges: true, durationThreshold: 16 };
    for (const on of ['onLCP', 'onCLS', 'onINP']) seen.webVitals[on]?.(note, options);
  });
}

const vitalsOf = (page: Page) => page.evaluate(() => (globalThis as Seen).vitals);

test.beforeEach(async ({ page }) => {
  await signIn(page, accounts.user);
  await measure(page);
});

for (const path of PAGES) {
  test(
    `${path}: LCP ≤ 2.5 s, CLS ≤ 0.1, INP ≤ 200 ms`,
    { tag: ['@FUN-11/lcp', '@FUN-11/cls', '@FUN-11/inp'] },
    async ({ page }, info) => {
      await page.goto(path);
      await page.waitForTimeout(SETTLED_MS);
      // What is shown largest, and how the page jumped, is final with the first interaction.
      await page.keyboard.press('Tab');
      await page.getByRole('heading', { level: 1 }).click();
      await expect
        .poll(async () => Object.keys(await vitalsOf(page)).sort(), 'measured')
        .toEqual(['CLS', 'INP', 'LCP']);
      const vitals = await vitalsOf(page);
      info.annotations.push({ type: 'web vitals', description: JSON.stringify(vitals) });
      for (const [name, limit] of Object.entries(GOOD))
        expect(vitals[name as keyof Vitals], `${name} of ${path}`).toBeLessThanOrEqual(limit);
    },
  );
}
