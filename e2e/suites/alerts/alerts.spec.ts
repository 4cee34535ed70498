import { expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { apiAs, newWorkflow, runToEnd } from '../shared/api.ts';
import { signIn } from '../shared/sign-in.ts';

const { accounts } = binding();

// One after another: a page announces the newest alert of its tenant, whichever test it comes from.
test.describe.configure({ mode: 'default' });

test.beforeEach(async ({ page }) => {
  await signIn(page, accounts.user);
  await page.goto('/alerts');
});

test('a new alert shows without a reload', { tag: '@FUN-05/live-in-browser' }, async ({ page, request }) => {
  await expect(page.getByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible();
  await page.evaluate(() => document.body.setAttribute('data-same-page', 'yes'));
  const api = await apiAs(request, accounts.user);
  const workflow = await newWorkflow(api, ['fail']);
  await runToEnd(api, workflow.id);
  await expect(page.getByRole('status').filter({ hasText: workflow.name })).toBeVisible();
  await expect(page.locator('body')).toHaveAttribute('data-same-page', 'yes');
});

test(
  'an alert is acknowledged, then resolved, and stays so',
  { tag: ['@FUN-05/acknowledged', '@FUN-05/resolved'] },
  async ({ page, request }) => {
    const api = await apiAs(request, accounts.user);
    const workflow = await newWorkflow(api, ['fail']);
    await runToEnd(api, workflow.id);
    await page.reload();
    const title = `Workflow "${workflow.name}" failed`;
    const alert = page.getByRole('list', { name: 'Alerts' }).getByRole('listitem').filter({ hasText: title });
    await expect(alert).toContainText('open');
    await alert.getByRole('button', { name: `Acknowledge ${title}` }).click();
    await expect(alert).toContainText('acknowledged');
    await alert.getByRole('button', { name: `Resolve ${title}` }).click();
    await expect(alert).toContainText('resolved');
    await page.reload();
    await expect(alert).toContainText('resolved');
    await expect(alert.getByRole('button')).toHaveCount(0);
  },
);

test('the newest alert stands first', { tag: '@FUN-05/listed' }, async ({ page, request }) => {
  const api = await apiAs(request, accounts.user);
  const [older, newer] = [await newWorkflow(api, ['fail']), await newWorkflow(api, ['fail'])];
  await runToEnd(api, older.id);
  await runToEnd(api, newer.id);
  await page.reload();
  const alerts = page.getByRole('list', { name: 'Alerts' }).getByRole('listitem');
  const titles = await alerts.allInnerTexts();
  const place = (name: string) => titles.findIndex((text) => text.includes(name));
  expect(place(older.name), 'the older alert is listed').toBeGreaterThanOrEqual(0);
  expect(place(newer.name), `places of newer and older in: ${titles.join(' | ')}`).toBeLessThan(
    place(older.name),
  );
});
