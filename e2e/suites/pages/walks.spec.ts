import { randomUUID } from 'node:crypto';
import { type Locator, type Page, expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Api, apiAs, newWorkflow, runToEnd } from '../shared/api.ts';
import { navigation } from '../shared/navigation.ts';
import { signIn } from '../shared/sign-in.ts';

const { webUrl, accounts, tenant } = binding();
const ROLES = ['user', 'admin'] as const;
/** One more than a page of a list holds. */
const WORKFLOWS = 21;
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

// One after another: what one adds pushes what another looks for off the list.
test.describe.configure({ mode: 'default' });

/** What kind of page a link leads to: pages of the same kind have the same links. */
const kindOf = ({ pathname, searchParams }: URL) =>
  [pathname.replace(UUID, ':id'), ...searchParams.keys()].join(' ');

async function linksOf(page: Page): Promise<URL[]> {
  const all = await page
    .locator('a[href]')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  return all.map((href) => new URL(href.replace(/#.*$/, '')));
}

/** There is something behind every kind of link: older items, a file, a run that was told of. */
async function fill(page: Page, api: Api): Promise<void> {
  await Promise.all(Array.from({ length: WORKFLOWS }, () => newWorkflow(api, ['one'])));
  await runToEnd(api, (await newWorkflow(api, ['fail'])).id);
  await page.goto('/uploads');
  const name = `linked-${randomUUID().slice(0, 8)}.txt`;
  await page
    .getByLabel('File')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('linked') });
  await page.getByRole('button', { name: 'Upload' }).click();
  await expect(page.getByRole('link', { name })).toBeVisible();
}

for (const role of ROLES)
  test(
    `every link of every page leads ${role === 'admin' ? 'an admin' : 'a user'} to a page of theirs`,
    { tag: '@FUN-01/by-role' },
    async ({ page, request }) => {
      test.slow();
      await signIn(page, accounts[role]);
      await fill(page, await apiAs(request, accounts[role]));
      const [known, kinds] = [new Set([`${webUrl}/dashboard`]), new Set<string>()];
      // A set tells what is added to it while one goes through it.
      for (const href of known) {
        const url = new URL(href);
        expect(url.origin, `${href}: where a page leads to`).toBe(new URL(webUrl).origin);
        const answer = await page.request.get(href);
        expect(answer.status(), `GET ${href}`).toBe(200);
        if (!answer.headers()['content-type']?.startsWith('text/html')) continue;
        if (url.pathname.endsWith('/content') || kinds.has(kindOf(url))) continue;
        kinds.add(kindOf(url));
        await page.goto(href);
        await expect(page.getByRole('banner'), href).toContainText(accounts[role].username);
        await expect(page.getByRole('banner'), href).toContainText(tenant);
        await expect(page.getByRole('heading', { level: 1 }), href).toHaveCount(1);
        await expect(page.getByRole('alert'), href).toHaveCount(0);
        for (const link of await linksOf(page)) known.add(link.href);
      }
      expect([...kinds], 'kinds of pages').toEqual(
        expect.arrayContaining(['/workflows/:id', '/workflows cursor']),
      );
      expect(kinds.has('/admin'), 'a link leads to the admin page').toBe(role === 'admin');
    },
  );

const PRESSES_MAX = 150;

/** Presses Tab until that element has the focus, and sees that it shows it. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  await expect(element).toBeVisible();
  for (let presses = 0; presses < PRESSES_MAX; presses += 1) {
    if (await element.evaluate((node) => node === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(element, `has the focus after at most ${PRESSES_MAX} presses of Tab`).toBeFocused();
  const outline = await element.evaluate((node) => getComputedStyle(node).outlineStyle);
  expect(outline, 'outline of what has the focus').not.toBe('none');
}

test(
  'a workflow is created and run, and its alert acknowledged, with the keyboard alone',
  { tag: '@FUN-10/keyboard-main-flow' },
  async ({ page }) => {
    await signIn(page, accounts.user);
    const name = `Keys ${randomUUID().slice(0, 8)}`;
    await tabTo(page, navigation(page).getByRole('link', { name: 'Workflows' }));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/workflows');
    await tabTo(page, page.getByRole('textbox', { name: 'Name' }));
    await page.keyboard.type(name);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('textbox', { name: 'Steps' })).toBeFocused();
    await page.keyboard.type('fail');
    await page.keyboard.press('Enter');
    // On its own page: in the list it stands where others may push it off.
    await tabTo(page, page.getByRole('link', { name }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Run', exact: true }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('table', { name: 'Runs' })).toContainText('failed');
    await tabTo(page, navigation(page).getByRole('link', { name: 'Alerts' }));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/alerts');
    const title = `Workflow "${name}" failed`;
    const alert = page.getByRole('list', { name: 'Alerts' }).getByRole('listitem').filter({ hasText: title });
    await tabTo(page, alert.getByRole('button', { name: `Acknowledge ${title}` }));
    await page.keyboard.press('Enter');
    await expect(alert).toContainText(`acknowledged by ${accounts.user.username}`);
  },
);
