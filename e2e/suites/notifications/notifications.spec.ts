import { expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { apiAs, newWorkflow, runToEnd } from '../shared/api.ts';
import { signIn } from '../shared/sign-in.ts';

const { accounts } = binding();

// One after another: what one marks as read another one counts.
test.describe.configure({ mode: 'default' });

test(
  'a run that ended is told, unread until it is marked read',
  { tag: ['@FUN-06/in-app-in-browser', '@FUN-06/read-in-browser', '@FUN-06/unread-count-in-browser'] },
  async ({ page, request }) => {
    await signIn(page, accounts.user);
    const api = await apiAs(request, accounts.user);
    const workflow = await newWorkflow(api, ['one']);
    await runToEnd(api, workflow.id);
    await page.goto('/notifications');
    const item = page
      .getByRole('list', { name: 'Notifications' })
      .getByRole('listitem')
      .filter({ hasText: workflow.name });
    await expect(item).toContainText('unread');
    await expect(page.getByRole('main')).toContainText(/\d+ unread/);
    await expect(
      page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Notifications, \d+ unread/ }),
    ).toBeVisible();
    await item.getByRole('button', { name: /^Mark read/ }).click();
    await expect(item).not.toContainText('unread');
    await page.reload();
    await expect(item).not.toContainText('unread');
  },
);

test(
  'marking all read leaves none unread',
  { tag: ['@FUN-06/read-in-browser', '@FUN-06/unread-count-in-browser'] },
  async ({ page, request }) => {
    await signIn(page, accounts.admin);
    const api = await apiAs(request, accounts.admin);
    const workflow = await newWorkflow(api, ['one']);
    await runToEnd(api, workflow.id);
    await page.goto('/notifications');
    await page.getByRole('button', { name: 'Mark all read' }).click();
    await expect(page.getByRole('main')).toContainText('All read');
    await expect(page.getByRole('listitem').filter({ hasText: workflow.name })).not.toContainText('unread');
  },
);

test(
  'the number of unread ones rises while one looks on',
  { tag: '@FUN-06/unread-count-in-browser' },
  async ({ page, request }) => {
    await signIn(page, accounts.admin);
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Notifications/ });
    const unread = async () =>
      Number(
        /(\d+) unread/.exec((await link.getAttribute('aria-label')) ?? (await link.innerText()))?.[1] ?? 0,
      );
    const before = await unread();
    const api = await apiAs(request, accounts.admin);
    await runToEnd(api, (await newWorkflow(api, ['one'])).id);
    await expect.poll(unread, { message: 'unread notifications in the navigation' }).toBeGreaterThan(before);
  },
);
