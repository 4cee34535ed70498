import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { apiAs, newWorkflow } from '../shared/api.ts';
import { signIn } from '../shared/sign-in.ts';

const { accounts } = binding();

// One after another: which workflow stands first is asked of a list that all of them add to.
test.describe.configure({ mode: 'default' });

test.beforeEach(async ({ page }) => {
  await signIn(page, accounts.user);
});

test(
  'a workflow is created, and stands first in the list at once',
  { tag: ['@FUN-03/create-in-browser', '@CON-09/web-fresh'] },
  async ({ page }) => {
    const name = `Invoices ${randomUUID().slice(0, 8)}`;
    await page.goto('/workflows');
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('textbox', { name: 'Steps' }).fill('collect, check, summarise');
    await page.getByRole('button', { name: 'Create workflow' }).click();
    const first = page.getByRole('table', { name: 'Workflows' }).getByRole('row').nth(1);
    await expect(first).toContainText(name);
    await expect(first).toContainText('collect, check, summarise');
    await expect(first).toContainText('never run');
  },
);

test.describe('without the script', () => {
  test.use({ javaScriptEnabled: false });

  test(
    'a workflow is created and run, and its result is seen',
    { tag: ['@FUN-03/create-in-browser', '@FUN-03/run-in-browser', '@FUN-03/result-in-browser'] },
    async ({ page }) => {
      const name = `Plain ${randomUUID().slice(0, 8)}`;
      await page.goto('/workflows');
      await page.getByRole('textbox', { name: 'Name' }).fill(name);
      await page.getByRole('textbox', { name: 'Steps' }).fill('collect, summarise');
      await page.getByRole('button', { name: 'Create workflow' }).click();
      await expect(page.getByRole('link', { name })).toBeVisible();
      await page.getByRole('link', { name }).click();
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      const run = page.getByRole('table', { name: 'Runs' }).getByRole('row').nth(1);
      await expect(run).toContainText(/queued|running|succeeded/);
      await expect(async () => {
        await page.reload();
        await expect(run).toContainText('succeeded', { timeout: 500 });
      }).toPass({ timeout: 10_000 });
      await expect(run).toContainText('2 steps');
      await expect(run.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute(
        'aria-valuenow',
        '100',
      );
    },
  );
});

test(
  'a run is watched live until it succeeded',
  { tag: ['@FUN-03/run-in-browser', '@FUN-03/watch-in-browser'] },
  async ({ page, request }) => {
    const workflow = await newWorkflow(await apiAs(request, accounts.user), [
      'one',
      'wait 800',
      'three',
      'four',
    ]);
    await page.goto(`/workflows/${workflow.id}`);
    await expect(page.getByRole('heading', { level: 1, name: workflow.name })).toBeVisible();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const run = page.getByRole('table', { name: 'Runs' }).getByRole('row').nth(1);
    // Without a reload: a mark that a new page would not have.
    await page.evaluate(() => document.body.setAttribute('data-same-page', 'yes'));
    await expect(run).toContainText('succeeded');
    await expect(run.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute('aria-valuenow', '100');
    await expect(page.locator('body')).toHaveAttribute('data-same-page', 'yes');
  },
);

test('a run that goes on is cancelled', { tag: '@FUN-03/cancel' }, async ({ page, request }) => {
  const workflow = await newWorkflow(await apiAs(request, accounts.user), ['wait 4000', 'wait 4000']);
  await page.goto(`/workflows/${workflow.id}`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const run = page.getByRole('table', { name: 'Runs' }).getByRole('row').nth(1);
  await run.getByRole('button', { name: 'Cancel' }).click();
  await expect(run).toContainText('cancelled');
  await page.reload();
  await expect(run).toContainText('cancelled');
});

test('a deleted workflow is gone from the list', { tag: '@FUN-03/change' }, async ({ page, request }) => {
  const workflow = await newWorkflow(await apiAs(request, accounts.user), ['one']);
  await page.goto('/workflows');
  await expect(page.getByRole('link', { name: workflow.name })).toBeVisible();
  await page.getByRole('link', { name: workflow.name }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL('/workflows');
  await expect(page.getByRole('link', { name: workflow.name })).toHaveCount(0);
});
