import { expect, type Page, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { signIn } from '../shared/sign-in.ts';

const { accounts } = binding();

test.beforeEach(async ({ page }) => {
  await signIn(page, accounts.user);
  await page.goto('/search');
});

async function searchFor(page: Page, words: string): Promise<void> {
  await page.getByRole('search').getByRole('searchbox', { name: 'Search documents' }).fill(words);
  await page.getByRole('search').getByRole('button', { name: 'Search' }).click();
}

test(
  'what is searched for is found, marked, best first',
  { tag: '@FUN-04/found-in-browser' },
  async ({ page }) => {
    await searchFor(page, 'backup');
    const results = page.getByRole('list', { name: 'Results' }).getByRole('article');
    await expect(results.first().getByRole('heading', { level: 2 })).toHaveText('Backup and restore');
    await expect(results.first().locator('mark').first()).toHaveText(/backup/i);
    await expect(page.getByRole('main')).toContainText(/\d+ results? for “backup”/);
  },
);

test('nothing found says so, and what to try', { tag: '@FUN-04/found-in-browser' }, async ({ page }) => {
  await searchFor(page, 'xylophonequartz');
  await expect(page.getByRole('main')).toContainText(
    'Nothing found for “xylophonequartz”. Try fewer or other words.',
  );
});

test('an over-long query is answered clearly', { tag: '@FUN-04/long-query-in-browser' }, async ({ page }) => {
  await page.goto(`/search?q=${'x'.repeat(201)}`);
  await expect(page.getByRole('alert')).toBeVisible();
});

test('markup in a query is shown as text', { tag: '@SEC-08/injection' }, async ({ page }) => {
  const words = '<b id="smuggled">bold</b>';
  await page.goto(`/search?q=${encodeURIComponent(words)}`);
  await expect(page.getByRole('main')).toContainText(words);
  await expect(page.locator('#smuggled')).toHaveCount(0);
});

test(
  'an empty or blank query is answered with what to type',
  { tag: '@FUN-04/empty-query-in-browser' },
  async ({ page }) => {
    for (const words of ['', '   ']) {
      const answer = page.waitForResponse((response) => response.url().includes('/search?q='));
      await searchFor(page, words);
      expect((await answer).status(), `searching for “${words}”`).toBe(400);
      await expect(page.getByRole('alert')).toContainText('Type 1 to 200 characters');
      await expect(page.getByRole('list', { name: 'Results' })).toHaveCount(0);
      await expect(page.getByRole('main')).not.toContainText(/Nothing found|results? for/);
      await expect(page.getByRole('searchbox', { name: 'Search documents' })).toBeVisible();
    }
  },
);
