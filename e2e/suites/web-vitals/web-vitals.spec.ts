import { type Page, expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { enter } from '../shared/sign-in.ts';
import { expectGood, limitOf, measure, vitalsOf } from './vitals.ts';

const { accounts } = binding();
const PAGES = ['/dashboard', '/workflows', '/uploads', '/search', '/alerts', '/notifications'];

test.beforeEach(async ({ page }) => {
  await enter(page, accounts.user);
  await measure(page);
});

for (const path of PAGES) {
  test(
    `${path}: LCP, CLS and INP are good, in the median of several looks`,
    { tag: ['@FUN-11/lcp', '@FUN-11/cls', '@FUN-11/inp', '@FUN-11/repeated'] },
    async ({ page }, info) => {
      info.annotations.push({ type: 'web vitals', description: await expectGood(page, path) });
    },
  );
}

/** What is asked of a page that is bad on purpose. */
const spoil = (page: Page, work: () => void) => page.addInitScript(work);

test('a page that jumps, and one that does not answer, is seen', async ({ page }) => {
  await spoil(page, () => {
    const painted = new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length === 0) return;
      const gap = document.createElement('div');
      gap.textContent = 'What comes late';
      gap.style.height = '400px';
      document.body.prepend(gap);
    });
    painted.observe({ type: 'paint', buffered: true });
    const busy = () => {
      const until = performance.now() + 400;
      while (performance.now() < until);
    };
    for (const type of ['keydown', 'pointerdown']) addEventListener(type, busy);
  });
  const { median } = await vitalsOf(page, '/alerts');
  expect(median.CLS, 'CLS of a page that jumps').toBeGreaterThan(limitOf('CLS'));
  expect(median.INP, 'INP of a page that does nothing for 0.4 s').toBeGreaterThan(limitOf('INP'));
});
