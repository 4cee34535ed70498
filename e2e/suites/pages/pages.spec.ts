import { type Page, expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { barriers } from '../shared/barriers.ts';
import { navigation, placesOf } from '../shared/navigation.ts';
import { signIn } from '../shared/sign-in.ts';

const { accounts } = binding();
const PAGES = ['Dashboard', 'Workflows', 'Uploads', 'Search', 'Alerts', 'Notifications'] as const;

/** From the page that one is on, by the links of the navigation. */
async function walk(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await navigation(page)
      .getByRole('link', { name: new RegExp(`^${name}`) })
      .click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page).toHaveTitle(`${name} · Reference`);
    await expect(navigation(page).locator('[aria-current="page"]')).toHaveText(new RegExp(`^${name}`));
  }
}

test(
  'every page is reached by the navigation, and says where one is',
  { tag: ['@FUN-01/user-path', '@FUN-01/by-role'] },
  async ({ page }) => {
    await signIn(page, accounts.user);
    await walk(page, PAGES);
    await expect(navigation(page).getByRole('link', { name: 'Admin' })).toHaveCount(0);
  },
);

test(
  'an admin gets from the login to every page by the navigation',
  { tag: ['@FUN-01/admin-path', '@FUN-01/by-role'] },
  async ({ page }) => {
    await signIn(page, accounts.admin);
    const names = (await placesOf(page)).map(({ name }) => name);
    expect(names).toEqual([...PAGES, 'Admin']);
    await walk(page, names);
  },
);

test(
  'an admin reaches the admin page with users, queue, webhooks and audit log',
  { tag: '@FUN-01/by-role' },
  async ({ page }) => {
    await signIn(page, accounts.admin);
    await navigation(page).getByRole('link', { name: 'Admin' }).click();
    await expect(page.getByRole('table', { name: 'Users' })).toContainText(accounts.user.username);
    await expect(page.getByRole('region', { name: 'Queue' })).toContainText('Waiting');
    await expect(page.getByRole('region', { name: 'Webhooks' })).toBeVisible();
    await expect(page.getByRole('table', { name: 'Audit log' })).toContainText(accounts.admin.username);
  },
);

test(
  'no page has a serious accessibility barrier',
  { tag: ['@FUN-10/axe-dashboard', '@FUN-10/axe-pages', '@FUN-10/axe-admin'] },
  async ({ page }) => {
    // axe reads seven pages: on a busy machine that takes longer than one test usually may.
    test.slow();
    await signIn(page, accounts.admin);
    for (const { name, path } of await placesOf(page)) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await barriers(page), `${name}, axe: serious and critical`).toEqual([]);
    }
  },
);

test('the main flow works with the keyboard alone', { tag: '@FUN-10/keyboard-login' }, async ({ page }) => {
  await page.goto('/login');
  await page.getByRole('textbox', { name: 'E-mail' }).focus();
  await page.keyboard.type(accounts.user.username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(accounts.user.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('no page is wider than a phone', { tag: '@FUN-10/reflow' }, async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page, accounts.admin);
  for (const { name, path } of await placesOf(page)) {
    await page.goto(path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `${name}: width of its content in px`).toBeLessThanOrEqual(360);
  }
});

test(
  'each card compares with the baseline truthfully',
  { tag: ['@FUN-08/sparkline', '@FUN-08/delta'] },
  async ({ page }) => {
    await signIn(page, accounts.user);
    const cards = page.getByRole('region', { name: 'Metrics baseline' }).getByRole('listitem');
    await expect(cards).toHaveCount(5);
    for (const card of await cards.all()) {
      await expect(card.getByRole('img', { name: /^Last minute of / })).toBeVisible();
      const text = (await card.innerText()).replaceAll('−', '-').replaceAll(',', '');
      const [, value, baseline, delta] =
        /\n\s*([\d.]+) [^\n]*\n[^]*Baseline ([\d.]+) · ([+-]?[\d.]+)/.exec(text) ?? [];
      const difference = Number(value) - Number(baseline);
      expect(Number(delta), `delta shown, of a card that says: ${text}`).toBeCloseTo(difference, 1);
    }
  },
);
