import { expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { apiAs } from '../shared/api.ts';
import { barriers } from '../shared/barriers.ts';
import { fillLogin, signIn } from '../shared/sign-in.ts';

const { accounts, tenant } = binding();

test(
  'a user signs in and sees the metrics baseline and the alerts',
  {
    tag: [
      '@FUN-01/user-login',
      '@FUN-01/user-dashboard',
      '@FUN-01/user-baseline',
      '@FUN-01/user-alerts',
      '@FUN-01/by-role',
      '@FUN-08/cpu',
      '@FUN-08/memory',
      '@FUN-08/latency',
      '@FUN-08/error-rate',
    ],
  },
  async ({ page }) => {
    await signIn(page, accounts.user);
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    await expect(page.getByRole('banner')).toContainText(accounts.user.username);
    await expect(page.getByRole('banner')).toContainText(tenant);
    const cards = page.getByRole('region', { name: 'Metrics baseline' }).getByRole('heading', { level: 3 });
    await expect(cards).toHaveText(['CPU', 'Memory', 'Latency p95', 'Error rate', 'Requests']);
    await expect(page.getByRole('region', { name: 'Alerts' }).getByRole('listitem').first()).toBeVisible();
    await expect(page.getByRole('region', { name: 'Users' })).toHaveCount(0);
  },
);

test(
  "an admin also sees the tenant's users and the queue",
  { tag: ['@FUN-01/admin-login', '@FUN-01/admin-dashboard', '@FUN-01/by-role'] },
  async ({ page }) => {
    await signIn(page, accounts.admin);
    await expect(page.getByRole('table', { name: 'Users' })).toContainText(accounts.user.username);
    await expect(page.getByRole('region', { name: 'Queue' })).toContainText('Waiting');
  },
);

test(
  'an admin sees the metrics baseline and the alerts',
  { tag: ['@FUN-01/admin-baseline', '@FUN-01/admin-alerts'] },
  async ({ page, request }) => {
    await signIn(page, accounts.admin);
    const cards = page.getByRole('region', { name: 'Metrics baseline' }).getByRole('listitem');
    await expect(cards.getByRole('heading', { level: 3 })).toHaveText([
      'CPU',
      'Memory',
      'Latency p95',
      'Error rate',
      'Requests',
    ]);
    await expect(cards).toContainText(Array.from({ length: 5 }, () => /\d[^]*(OK|Warning|Error|Baseline)/));
    const api = await apiAs(request, accounts.admin);
    const { items } = await api.ask<{ items: { title: string }[] }>('GET', '/alerts');
    const alerts = page.getByRole('region', { name: 'Alerts' }).getByRole('listitem');
    await expect(alerts).toContainText(items.slice(0, 5).map(({ title }) => title));
  },
);

test(
  'a wrong password is answered helpfully and signs nobody in',
  { tag: '@FUN-09/401' },
  async ({ page }) => {
    await fillLogin(page, { username: accounts.user.username, password: 'not the password' });
    await expect(page.getByRole('alert')).toHaveText(
      'The e-mail or the password is wrong. Check both and try again.',
    );
    await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveValue(accounts.user.username);
    expect(await page.context().cookies()).toEqual([]);
    await page.goto('/dashboard');
    await expect(page).toHaveURL('/login');
  },
);

test(
  'the login page has no serious accessibility barrier',
  { tag: '@FUN-10/axe-login' },
  async ({ page }) => {
    await page.goto('/login');
    expect(await barriers(page)).toEqual([]);
  },
);

test(
  'the dashboard has no serious accessibility barrier',
  { tag: '@FUN-10/axe-dashboard' },
  async ({ page }) => {
    await signIn(page, accounts.user);
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    expect(await barriers(page)).toEqual([]);
  },
);
