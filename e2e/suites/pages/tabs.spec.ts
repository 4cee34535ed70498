import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { apiAs, newWorkflow, runToEnd } from '../shared/api.ts';
import { placesOf } from '../shared/navigation.ts';
import { signIn } from '../shared/sign-in.ts';

const { accounts, neighbour } = binding();

test(
  'what is done in one tab shows in the other without a reload',
  { tag: ['@FUN-05/acknowledged', '@FUN-05/live-in-browser'] },
  async ({ page, context, request }) => {
    const api = await apiAs(request, accounts.user);
    const workflow = await newWorkflow(api, ['fail']);
    await runToEnd(api, workflow.id);
    await signIn(page, accounts.user);
    const other = await context.newPage();
    for (const tab of [page, other]) await tab.goto('/alerts');
    const inTab = (tab: typeof page) => tab.getByRole('listitem').filter({ hasText: workflow.name });
    await expect(inTab(other).getByRole('button', { name: 'Acknowledge' })).toBeVisible();
    await other.evaluate(() => document.body.setAttribute('data-same-page', 'yes'));
    await inTab(page).getByRole('button', { name: 'Acknowledge' }).click();
    await expect(inTab(other)).toContainText(`acknowledged by ${accounts.user.username}`);
    await expect(inTab(other).getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
    await inTab(other).getByRole('button', { name: 'Resolve' }).click();
    await expect(inTab(page)).toContainText('resolved');
    await expect(inTab(page).getByRole('button')).toHaveCount(0);
  },
);

test(
  'going back and reloading sends nothing again',
  { tag: '@FUN-03/run-in-browser' },
  async ({ page, request }) => {
    await signIn(page, accounts.user);
    await page.goto('/workflows');
    const name = `Back ${randomUUID().slice(0, 8)}`;
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('button', { name: 'Create workflow' }).click();
    await page.getByRole('link', { name }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const runs = page.getByRole('table', { name: 'Runs' }).getByRole('rowheader');
    await expect(runs).toHaveCount(1);
    await page.reload();
    await expect(runs).toHaveCount(1);
    const id = new URL(page.url()).pathname.split('/').at(-1);
    await page.goBack();
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name: 'Workflows' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('link', { name })).toHaveCount(1);
    const api = await apiAs(request, accounts.user);
    const { items } = await api.ask<{ items: object[] }>('GET', `/workflows/${id}/runs`);
    expect(items, 'runs of the workflow').toHaveLength(1);
  },
);

test(
  'after signing out no page comes back, neither by the back button nor in another tab',
  { tag: '@FUN-09/401-anonymous' },
  async ({ page, context }) => {
    await signIn(page, accounts.admin);
    const places = await placesOf(page);
    await page.goto('/notifications');
    const other = await context.newPage();
    await other.goto('/admin');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL('/login');
    await page.goBack();
    await expect(page).toHaveURL('/login');
    await expect(page.getByRole('banner')).not.toContainText(accounts.admin.username);
    await other.getByRole('link', { name: 'Workflows' }).first().click();
    await expect(other).toHaveURL('/login');
    for (const { path } of places) {
      await page.goto(path);
      await expect(page, `${path} after signing out`).toHaveURL('/login');
    }
  },
);

test('two tenants in two browsers see what is their own, also live', async ({ page, browser, request }) => {
  test.skip(neighbour === undefined, 'this target has one tenant only');
  if (neighbour === undefined) return;
  const context = await browser.newContext({ baseURL: binding().webUrl });
  const theirs = await context.newPage();
  const sides = [
    { tab: page, account: accounts.admin, tenant: binding().tenant },
    { tab: theirs, account: neighbour.accounts.admin, tenant: neighbour.tenant },
  ];
  const made = [];
  for (const { tab, account, tenant } of sides) {
    await signIn(tab, account);
    await expect(tab.getByRole('banner')).toContainText(tenant);
    await tab.goto('/alerts');
    const api = await apiAs(request, account);
    made.push({ tab, api, workflow: await newWorkflow(api, ['fail']) });
  }
  const [ours, foreign] = made as [(typeof made)[0], (typeof made)[0]];
  // Theirs first: when ours has been told, theirs would have been.
  for (const { tab, api, workflow } of [foreign, ours]) {
    await runToEnd(api, workflow.id);
    await expect(tab.getByRole('listitem').filter({ hasText: workflow.name })).toBeVisible();
  }
  for (const [own, other] of [
    [ours, foreign],
    [foreign, ours],
  ] as const) {
    await expect(own.tab.locator('body')).not.toContainText(other.workflow.name);
    for (const { path } of await placesOf(own.tab)) {
      await own.tab.goto(path);
      await expect(own.tab.locator('body'), path).not.toContainText(other.workflow.name);
    }
    const answer = await own.tab.goto(`/workflows/${other.workflow.id}`);
    expect(answer?.status(), 'a page of the other tenant').toBe(404);
    await expect(own.tab.locator('body')).not.toContainText(other.workflow.name);
  }
  await context.close();
});
