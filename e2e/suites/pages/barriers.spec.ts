import { expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { apiAs, newWorkflow, runToEnd } from '../shared/api.ts';
import { barriers } from '../shared/barriers.ts';
import { fillLogin, signIn } from '../shared/sign-in.ts';

const { accounts } = binding();
const unknownId = '00000000-0000-4000-8000-000000000000';

test(
  'a page of one workflow has no serious barrier, and fits a phone',
  { tag: ['@FUN-10/axe-detail', '@FUN-10/reflow'] },
  async ({ page, request }) => {
    // axe is slow on a busy machine.
    test.slow();
    const api = await apiAs(request, accounts.user);
    const { id } = await newWorkflow(api, ['one', 'fail']);
    await runToEnd(api, id);
    await signIn(page, accounts.user);
    await page.goto(`/workflows/${id}`);
    await expect(page.getByRole('table', { name: 'Runs' })).toContainText('failed');
    expect(await barriers(page), 'axe: serious and critical').toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, 'width of its content in px').toBeLessThanOrEqual(360);
  },
);

test(
  'alerts and forms with errors have no serious barrier',
  { tag: '@FUN-10/axe-states' },
  async ({ page, request, context }) => {
    // axe reads four pages: on a busy machine that takes longer than one test usually may.
    test.slow();
    await fillLogin(page, { username: accounts.user.username, password: 'not the password' });
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await barriers(page), 'login with an error').toEqual([]);

    await signIn(page, accounts.user);
    await page.goto('/workflows');
    await page.getByRole('textbox', { name: 'Name' }).fill('   ');
    await page.getByRole('button', { name: 'Create workflow' }).click();
    await expect(page.getByRole('alert')).toContainText('Please check: name.');
    expect(await barriers(page), 'a form with an error').toEqual([]);

    await page.goto('/alerts');
    const api = await apiAs(request, accounts.user);
    const workflow = await newWorkflow(api, ['fail']);
    await expect(async () => {
      await runToEnd(api, workflow.id);
      await expect(page.getByRole('status')).toContainText(workflow.name, { timeout: 2000 });
    }).toPass();
    expect(await barriers(page), 'alerts with an announcement').toEqual([]);

    await context.setOffline(true);
    await expect(page.getByRole('alert')).toContainText('You are offline.');
    expect(await barriers(page), 'offline').toEqual([]);
  },
);

// The page for 503 is not among them: nothing that one may do in a browser makes the target answer it.
test('the pages for 403 and 404 have no serious barrier', async ({ page }) => {
  test.slow();
  await signIn(page, accounts.user);
  for (const [path, status] of [
    ['/admin', 403],
    [`/workflows/${unknownId}`, 404],
  ] as const) {
    const answer = await page.goto(path);
    expect(answer?.status(), `GET ${path}`).toBe(status);
    expect(await barriers(page), `${path}, axe: serious and critical`).toEqual([]);
  }
});
