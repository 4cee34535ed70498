import { type Page, expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { barriers } from '../shared/barriers.ts';
import { placesOf } from '../shared/navigation.ts';
import { enter } from '../shared/sign-in.ts';
import { type OtherWeb, startOtherWeb } from './other-web.ts';
import { failing, refused, well } from './played-api.ts';

const { accounts } = binding();
const AWAY = {
  status: 503,
  heading: 'The service does not answer right now',
  says: 'The service does not answer right now. Try again in a minute.',
};
/** Each way in which the product, or what it stands on, can fail; and what a page says then. */
const FAILURES = [
  {
    why: 'breaks',
    told: refused(500, 'INTERNAL'),
    status: 500,
    heading: 'Something broke on our side',
    says: /^Something broke on our side\. Quote the request id [\w.-]+\.$/,
  },
  { why: 'has nothing to stand on', told: refused(503, 'DEPENDENCY_UNAVAILABLE'), ...AWAY },
  { why: 'hangs up', told: undefined, ...AWAY },
  { why: 'answers with what is no answer of it', told: { status: 502, json: 'Bad gateway' }, ...AWAY },
] as const;

let web: OtherWeb;
test.beforeAll(async () => {
  test.setTimeout(150_000);
  web = await startOtherWeb();
});
test.afterAll(() => web.stop());

/** Every page that the product offers to an admin, by what its navigation says. */
async function paths(page: Page): Promise<string[]> {
  await enter(page, accounts.admin);
  await page.goto('/dashboard');
  // Without a query the search asks for nothing.
  return (await placesOf(page)).map(({ path }) => (path === '/search' ? '/search?q=key' : path));
}

/** Whether it is asked for what stands around every page. */
const isAround = (path: string) => /^\/(me|notifications)$/.test(path);

/** As somebody signed in at the other web. */
async function goTo(page: Page, path: string) {
  await page.context().addCookies([{ name: 'session', value: 'some.body.s', url: web.url }]);
  return page.goto(`${web.url}${path}`);
}

test.describe.configure({ mode: 'default' });

for (const { why, told, status, heading, says } of FAILURES)
  test(
    `every page says so when the API ${why}, with what to do and a way on`,
    { tag: '@FUN-09/5xx' },
    async ({ page }) => {
      test.slow();
      const all = await paths(page);
      const expectSaid = async (path: string) => {
        const answer = await goTo(page, path);
        expect(answer?.status(), `GET ${path}`).toBe(status);
        await expect(page.getByRole('heading', { level: 1 }), path).toHaveText(heading);
        await expect(page.getByRole('alert'), path).toHaveText(says);
        const main = page.getByRole('main');
        await expect(main.locator('code'), path).toHaveText(answer?.headers()['request-id'] ?? 'none');
        await expect(main, `${path}: what the API said is not for people`).not.toContainText(
          'What the API says.',
        );
      };
      // What each page is about, and once all of it.
      web.play(failing(told, (_, path) => !isAround(path)));
      for (const path of all.filter((one) => !isAround(one))) await expectSaid(path);
      web.play(failing(told, () => true));
      await expectSaid('/notifications');
      // The way on leads on, once the API is back.
      web.play(well);
      await page.getByRole('main').getByRole('link', { name: 'Go to the start page' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    },
  );

test(
  'a form says on its own page that the API could not do it, and what to do',
  { tag: '@FUN-09/5xx' },
  async ({ page }) => {
    for (const { why, told, status, says } of FAILURES) {
      web.play(failing(told, (method) => method === 'POST'));
      await goTo(page, '/workflows');
      await page.getByRole('textbox', { name: 'Name' }).fill('Lost');
      const answer = page.waitForResponse(
        (response) => response.request().method() === 'POST' && response.url() === `${web.url}/workflows`,
      );
      await page.getByRole('button', { name: 'Create workflow' }).click();
      expect((await answer).status(), `when the API ${why}`).toBe(status);
      await expect(page.getByRole('alert'), `when the API ${why}`).toHaveText(says);
      await expect(page.getByRole('heading', { level: 1, name: 'Workflows' })).toBeVisible();
    }
  },
);

test('signing in says so too, and keeps the e-mail', { tag: '@FUN-09/5xx' }, async ({ page }) => {
  for (const { why, told } of FAILURES) {
    web.play(failing(told, () => true));
    await page.goto(`${web.url}/login`);
    await page.getByRole('textbox', { name: 'E-mail' }).fill('me@tenant.test');
    await page.getByLabel('Password').fill('secret');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert'), `when the API ${why}`).toHaveText(
      'Signing in does not work right now. Try again in a minute.',
    );
    await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveValue('me@tenant.test');
  }
});

test(
  'no page of a failure has a serious barrier, or is wider than a phone',
  { tag: ['@FUN-10/axe-errors', '@FUN-10/reflow'] },
  async ({ page }) => {
    test.slow();
    const refusals = [
      refused(400, 'VALIDATION_FAILED'),
      refused(403, 'FORBIDDEN'),
      refused(404, 'NOT_FOUND'),
      refused(429, 'RATE_LIMITED'),
    ];
    await page.setViewportSize({ width: 360, height: 740 });
    for (const told of [...refusals, ...FAILURES.map((one) => one.told)]) {
      web.play(failing(told, (_, path) => path === '/alerts'));
      const answer = await goTo(page, '/alerts');
      const status = `${answer?.status()}`;
      expect(answer?.status()).toBe(told === undefined || told.status === 502 ? 503 : told.status);
      expect(await barriers(page), `${status}, axe: serious and critical`).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${status}: width of its content in px`).toBeLessThanOrEqual(360);
    }
  },
);
