import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { apiAs, newWorkflow, runToEnd } from '../shared/api.ts';
import { fillIn, fillLogin, signIn } from '../shared/sign-in.ts';

const { accounts } = binding();
const unknownId = '00000000-0000-4000-8000-000000000000';

test(
  'somebody who is not signed in is led to the login page',
  { tag: '@FUN-09/401-anonymous' },
  async ({ page }) => {
    await page.goto('/workflows');
    await expect(page).toHaveURL('/login');
  },
);

test('a user is told that the admin page is not for them', { tag: '@FUN-09/403' }, async ({ page }) => {
  await signIn(page, accounts.user);
  const response = await page.goto('/admin');
  expect(response?.status(), 'GET /admin as a user').toBe(403);
  await expect(page.getByRole('main')).toContainText('You may not do this. Ask an admin of your tenant.');
});

test('a page that is not there says so, and shows a way on', { tag: '@FUN-09/404' }, async ({ page }) => {
  await signIn(page, accounts.user);
  const response = await page.goto(`/workflows/${unknownId}`);
  expect(response?.status(), 'GET /workflows/<unknown>').toBe(404);
  await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
});

test('a name that is too long is answered with what to check', { tag: '@FUN-09/400' }, async ({ page }) => {
  await signIn(page, accounts.user);
  await page.goto('/workflows');
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.evaluate((field) => field.removeAttribute('maxlength'));
  await name.fill('x'.repeat(101));
  await page.getByRole('button', { name: 'Create workflow' }).click();
  await expect(page.getByRole('alert')).toContainText('Please check: name.');
});

test(
  'an alert that somebody else has resolved meanwhile says to look again',
  { tag: '@FUN-09/409' },
  async ({ page, request }) => {
    const api = await apiAs(request, accounts.user);
    const workflow = await newWorkflow(api, ['fail']);
    await runToEnd(api, workflow.id);
    const { items } = await api.ask<{ items: { id: string; title: string }[] }>('GET', '/alerts');
    const alert = items.find(({ title }) => title.includes(workflow.name));
    await signIn(page, accounts.user);
    // A page that has not heard of it yet: it would take the button away.
    await page.route('**/events', (route) => route.abort());
    await page.goto('/alerts');
    await api.ask('POST', `/alerts/${alert?.id}/resolve`);
    await page.getByRole('button', { name: `Acknowledge ${alert?.title}` }).click();
    await expect(page.getByRole('alert')).toHaveText('It has changed meanwhile. Look at it again.');
    await expect(page.getByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible();
  },
);

test(
  'a form that was sent before with other content says to reload',
  { tag: '@FUN-09/422' },
  async ({ page }) => {
    await signIn(page, accounts.user);
    await page.goto('/workflows');
    const key = page.locator('form[action="/workflows"] input[name="key"]');
    const name = page.getByRole('textbox', { name: 'Name' });
    const sent = await key.inputValue();
    for (const time of ['Once', 'Again']) {
      await key.evaluate((field, value) => field.setAttribute('value', value), sent);
      await name.fill(`${time} ${randomUUID().slice(0, 8)}`);
      await page.getByRole('button', { name: 'Create workflow' }).click();
      await expect(name).toHaveValue('');
    }
    await expect(page.getByRole('alert')).toHaveText(
      'This was sent before with other content. Reload the page and try again.',
    );
  },
);

test('the browser going offline is told', { tag: '@FUN-09/offline' }, async ({ page, context }) => {
  await signIn(page, accounts.user);
  await context.setOffline(true);
  await expect(page.getByRole('alert')).toContainText('You are offline.');
  await context.setOffline(false);
  await expect(page.getByRole('alert').filter({ hasText: 'You are offline.' })).toBeHidden();
});

test(
  'too many failed tries say how long to wait',
  { tag: ['@FUN-09/429-login', '@SEC-09/brute-force'] },
  async ({ page, request }) => {
    // Nobody’s e-mail, so that no other test is locked out.
    const username = `nobody-${Date.now()}@${binding().tenant}.test`;
    for (let tries = 0; tries < 10; tries += 1)
      await request.post('/login', { form: { email: username, password: 'a guess' }, maxRedirects: 0 });
    await fillLogin(page, { username, password: 'another guess' });
    await expect(page.getByRole('alert')).toHaveText(
      /^Too many failed tries\. Wait \d+ seconds and try again\.$/,
    );
  },
);

const OVER = 'Your session is over. Sign in again to go on where you were.';

test(
  'a session that is over is told, for a page and for a form, and signing in again leads back',
  { tag: '@FUN-09/401-expired' },
  async ({ page, context }) => {
    await signIn(page, accounts.user);
    const kept = await context.cookies();
    const forgotten = await context.newPage();
    await forgotten.goto('/workflows');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL('/login');
    // The other tab still holds what it was given, as somebody who copied it would.
    await context.addCookies(kept);
    await forgotten.getByRole('textbox', { name: 'Name' }).fill(`Lost ${randomUUID().slice(0, 8)}`);
    await forgotten.getByRole('button', { name: 'Create workflow' }).click();
    await expect(forgotten).toHaveURL('/login?from=%2Fworkflows');
    await expect(forgotten.getByRole('alert')).toHaveText(OVER);
    expect(await context.cookies(), 'the cookie of the session that is over').toEqual([]);
    await context.addCookies(kept);
    await forgotten.goto('/search?q=backup');
    await expect(forgotten.getByRole('alert')).toHaveText(OVER);
    await fillIn(forgotten, accounts.user);
    await expect(forgotten).toHaveURL('/search?q=backup');
    await expect(forgotten.getByRole('banner')).toContainText(accounts.user.username);
    await expect(forgotten.getByRole('alert')).toHaveCount(0);
  },
);

test(
  'a page that is open when its session ends says so by itself, and leads back',
  { tag: '@FUN-09/401-expired' },
  async ({ page, context, request }) => {
    await signIn(page, accounts.user);
    await page.goto('/alerts');
    const [session] = await context.cookies();
    const [, payload = ''] = session?.value.split('.') ?? [];
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number };
    expect(session?.expires, 'the browser keeps the cookie longer than its token is good').toBeGreaterThan(
      exp,
    );
    const headers = { authorization: `Bearer ${session?.value}` };
    const ended = await request.post(`${binding().apiUrl}/auth/logout`, { headers });
    expect(ended.status(), 'POST /auth/logout').toBe(204);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('Your session is over', { timeout: 20_000 });
    await alert.getByRole('link', { name: 'Sign in again' }).click();
    await fillIn(page, accounts.user);
    await expect(page).toHaveURL('/alerts');
    await expect(alert).toHaveCount(0);
  },
);

test(
  'too many requests are told, with how long to wait',
  { tag: '@FUN-09/429' },
  async ({ page, context }) => {
    await signIn(page, accounts.user);
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    // The session's own allowance is used up, for real: by what the web answers without asking the API.
    await expect(async () => {
      await spend(`${binding().webUrl}/api/revalidate`, cookie);
      const answer = await page.goto('/alerts');
      expect(answer?.status(), 'GET /alerts').toBe(429);
      const seconds = answer?.headers()['retry-after'];
      expect(seconds, 'retry-after').toMatch(/^[1-9]\d*$/);
      await expect(page.getByRole('heading', { level: 1, name: 'Too many requests' })).toBeVisible();
      await expect(page.getByRole('alert')).toHaveText(
        `Too many requests. Wait ${seconds} seconds and try again.`,
      );
      await expect(page.getByRole('main').getByRole('link')).toBeVisible();
    }).toPass({ timeout: 25_000 });
  },
);

/** Asks until it is refused, as often at once as a limit can be reached with. */
async function spend(url: string, cookie: string): Promise<void> {
  let refused = false;
  const ask = async () => {
    while (!refused) {
      const answer = await fetch(url, { method: 'POST', headers: { cookie }, redirect: 'manual' });
      await answer.arrayBuffer();
      refused ||= answer.status === 429;
    }
  };
  await Promise.all(Array.from({ length: 16 }, ask));
}
