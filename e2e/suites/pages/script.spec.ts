import { type Page, type Request, expect, test } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { binding } from '../../../fixtures/bindings/target.ts';
import { apiAs, newWorkflow } from '../shared/api.ts';
import { enter } from '../shared/sign-in.ts';
import { breakStream, playEvents, streamsOf, tell } from './played-events.ts';

const { accounts } = binding();

/** Opens a page whose clock stands still, and which hears only what is played to it. */
async function open(page: Page, path: string): Promise<void> {
  await playEvents(page);
  await page.clock.install();
  await page.goto(path);
  await page.clock.pauseAt(new Date(Date.now() + 60_000));
}

/** How often the page has taken itself anew so far, and whether none of that is under way. */
function refreshes(page: Page) {
  const asked: Request[] = [];
  let under = 0;
  const isRefresh = (request: Request) => request.resourceType() === 'fetch' && request.method() === 'GET';
  page.on('request', (request) => {
    if (!isRefresh(request)) return;
    asked.push(request);
    under += 1;
  });
  for (const over of ['requestfinished', 'requestfailed'] as const)
    page.on(over as 'requestfinished', (request) => void (isRefresh(request) && (under -= 1)));
  const settled = async () => {
    await expect.poll(() => under, 'requests under way').toBe(0);
    // What was read of them is in the page.
    await page.evaluate(() => new Promise((resolve) => queueMicrotask(() => resolve(undefined))));
  };
  return { asked, settled };
}

test.beforeEach(({ page }) => enter(page, accounts.user));

test(
  'a run moves forward with what is heard of it, and never back',
  { tag: '@FUN-03/watch-in-browser' },
  async ({ page, request }) => {
    const api = await apiAs(request, accounts.user);
    // The server's own progress is far behind what is played, however slow this goes.
    const { id } = await newWorkflow(api, Array<string>(20).fill('wait 9000'));
    const { id: runId } = await api.ask<{ id: string }>('POST', `/workflows/${id}/runs`);
    await open(page, `/workflows/${id}`);
    const { asked, settled } = refreshes(page);
    const row = page.locator(`#run-${runId}`);
    const bar = row.getByRole('progressbar', { name: 'Progress' });
    const hear = (of: object) =>
      tell(page, 'run.progress', { runId, workflowId: id, status: 'running', ...of });
    const expectAt = async (progress: number, status: string) => {
      await expect(bar).toHaveAttribute('aria-valuenow', String(progress));
      await expect(bar.locator('rect')).toHaveAttribute('width', String(progress));
      await expect(bar).toHaveText(`${progress} %`);
      await expect(row).toHaveAttribute('data-status', status);
      await expect(row.locator('.run')).toHaveText(status);
      await expect(row.locator('.run')).toHaveClass(`run ${status}`);
    };
    await hear({ progress: 40 });
    await expectAt(40, 'running');
    await hear({ progress: 30 });
    await expectAt(40, 'running');
    await hear({ progress: 40, status: 'queued' });
    await expectAt(40, 'queued');
    await hear({ progress: 41 });
    await expectAt(41, 'running');
    // Of another workflow there is nothing to show here.
    await hear({ runId: randomUUID(), workflowId: randomUUID(), progress: 10 });
    await page.clock.runFor(1000);
    await settled();
    expect(asked.length, 'times that the page was taken anew').toBe(0);
    // One that the page does not have yet is.
    await hear({ runId: randomUUID(), progress: 10 });
    await page.clock.runFor(100);
    await expect.poll(() => asked.length, 'times that the page was taken anew').toBe(1);
    await settled();
    await expectAt(41, 'running');
    await expect(row.getByRole('button', { name: 'Cancel' })).toBeVisible();
    await hear({ progress: 50, status: 'failed' });
    await expectAt(50, 'failed');
    await expect(row.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
    await hear({ progress: 60 });
    await expectAt(60, 'failed');
    // What it came to is the server's to say; but the page may have been made before that was heard.
    await page.clock.runFor(100);
    await expect.poll(() => asked.length, 'times that the page was taken anew').toBe(2);
    await settled();
    await expect(row.locator('.run')).not.toHaveText('queued');
    await api.ask('POST', `/workflows/${id}/runs/${runId}/cancel`);
    await hear({ progress: 70, status: 'succeeded' });
    await page.clock.runFor(400);
    await expect(row.locator('.run')).toHaveText('cancelled');
    await expect(row).toContainText('Stopped before its end.');
  },
);

test(
  'many events at once take the page anew once, and one meanwhile once more',
  { tag: '@FUN-05/live-in-browser' },
  async ({ page }) => {
    await open(page, '/alerts');
    const { asked, settled } = refreshes(page);
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    let isFirst = true;
    await page.route('**/alerts', async (route) => {
      const holds = isFirst;
      isFirst = false;
      if (holds) await held;
      await route.continue();
    });
    for (let times = 0; times < 5; times += 1)
      await tell(page, 'alert.changed', { title: 'x', status: 'acknowledged' });
    await page.clock.runFor(99);
    expect(asked.length, 'before it is quiet').toBe(0);
    await page.clock.runFor(1);
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0]?.headers()['accept']).toBe('text/html');
    for (let times = 0; times < 3; times += 1) await tell(page, 'reset');
    await page.clock.runFor(2000);
    expect(asked.length, 'while it is under way').toBe(1);
    answer();
    await settled();
    await page.clock.runFor(400);
    await expect.poll(() => asked.length).toBe(2);
    await settled();
    await page.clock.runFor(5000);
    expect(asked.length, 'once it is quiet').toBe(2);
  },
);

test('what is taken anew changes what lives on the page, and nothing where it is no page', async ({
  page,
}) => {
  await open(page, '/alerts?at=all');
  const { asked, settled } = refreshes(page);
  const anew = async (answerWith: Parameters<Page['route']>[1]) => {
    const before = asked.length;
    await page.route('**/alerts?at=all', answerWith, { times: 1 });
    await tell(page, 'open');
    await page.clock.runFor(500);
    await expect.poll(() => asked.length, 'the page is taken anew').toBeGreaterThan(before);
    await settled();
  };
  const list = page.locator('#alert-list');
  const heading = page.getByRole('heading', { level: 1 });
  const body = (text: string) =>
    `<h1>Other</h1><div id="alert-list" data-live>${text}</div><a id="to-alerts" data-live>Here</a>`;
  const html = 'text/html; charset=utf-8';
  await list.getByRole('button').first().focus();
  await anew((route) =>
    route.fulfill({ contentType: html, body: body('<p>New</p><button id="of-it">Press</button>') }),
  );
  await expect(list).toHaveText('NewPress');
  await expect(page.locator('#to-alerts')).toHaveText('Here');
  await expect(heading, 'what does not live stays').toHaveText('Alerts');
  await expect(list.getByRole('button'), 'who was there with the keyboard stays there').toBeFocused();
  await anew((route) =>
    route.fulfill({ contentType: html, body: body('<a href="/">One</a><button id="of-it">Newer</button>') }),
  );
  await expect(list.getByRole('button', { name: 'Newer' })).toBeFocused();
  await anew((route) => route.fulfill({ status: 500, contentType: html, body: body('Broken') }));
  await anew((route) => route.fulfill({ contentType: html, body: '<p>without it</p>' }));
  await expect(list).toHaveText('OneNewer');
  await anew((route) => route.fulfill({ contentType: html, body: body('<p>Last</p>') }));
  await expect(list).toHaveText('Last');
});

test(
  'alerts are announced with where to look, for 15 s, and not taken away under somebody’s hands',
  { tag: '@FUN-05/live-in-browser' },
  async ({ page }) => {
    await open(page, '/search');
    const { asked, settled } = refreshes(page);
    const region = page.getByRole('status');
    const hear = (status: string, title = 'Disk <full>') => tell(page, 'alert.changed', { title, status });
    await hear('acknowledged');
    await expect(region).toBeEmpty();
    await hear('open');
    await expect(region.getByRole('link', { name: 'New alert: Disk <full>', exact: true })).toHaveAttribute(
      'href',
      '/alerts',
    );
    await page.clock.runFor(10_000);
    await hear('resolved', 'Other');
    await expect(region).toHaveText('Resolved: Other');
    await expect(region.getByRole('link')).toHaveAttribute('href', '/alerts');
    await page.clock.runFor(14_999);
    await expect(region).toHaveText('Resolved: Other');
    await region.getByRole('link').focus();
    await page.clock.runFor(1);
    await expect(region, 'with the focus in it').toHaveText('Resolved: Other');
    await page.getByRole('searchbox').focus();
    await page.clock.runFor(14_999);
    await expect(region).toHaveText('Resolved: Other');
    await region.hover();
    await page.clock.runFor(1);
    await expect(region, 'with the mouse on it').toHaveText('Resolved: Other');
    await page.mouse.move(0, 0);
    await page.clock.runFor(15_000);
    await expect(region).toBeEmpty();
    // What was heard while one was under way asks once more.
    await settled();
    await page.clock.runFor(400);
    await settled();
    const before = asked.length;
    expect(before, 'times that the page was taken anew').toBeGreaterThan(0);
    // Of somebody else's notifications there is nothing to show.
    await tell(page, 'notification.created', { userId: randomUUID(), title: 'x' });
    await page.clock.runFor(5000);
    await settled();
    expect(asked.length, 'times that the page was taken anew').toBe(before);
    const userId = await page.evaluate(() => document.body.dataset['user']);
    await tell(page, 'notification.created', { userId, title: 'x' });
    await page.clock.runFor(100);
    await expect.poll(() => asked.length).toBe(before + 1);
  },
);

test(
  'a stream that is refused is tried again later and later, one that breaks comes back by itself',
  { tag: '@FUN-05/live-in-browser' },
  async ({ page }) => {
    await open(page, '/search');
    const streams = async () => (await streamsOf(page)).length;
    expect(await streamsOf(page), 'streams of the page').toEqual(['/events']);
    await breakStream(page, { refused: false });
    await page.clock.runFor(60_000);
    expect(await streams(), 'streams, once one broke').toBe(1);
    let opened = 1;
    const expectAfter = async (waitMs: number) => {
      await breakStream(page, { refused: true });
      await page.clock.runFor(waitMs - 1);
      expect(await streams(), `streams, ${waitMs - 1} ms after it was refused`).toBe(opened);
      await page.clock.runFor(1);
      opened += 1;
      expect(await streams(), `streams, ${waitMs} ms after it was refused`).toBe(opened);
    };
    for (const waitMs of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) await expectAfter(waitMs);
    const { asked } = refreshes(page);
    await tell(page, 'open');
    // A refusal makes it look too, and it looks again only once that was answered.
    const looked = async () => {
      await page.clock.runFor(500);
      return asked.length;
    };
    await expect.poll(looked, 'what was missed is looked for').toBe(1);
    for (const waitMs of [1000, 2000]) await expectAfter(waitMs);
  },
);

test(
  'a form is sent once, however often its button is pressed, and again after 3 s without an answer',
  { tag: '@FUN-03/create-in-browser' },
  async ({ page }) => {
    await open(page, '/workflows');
    const sent: Request[] = [];
    await page.route('**/workflows', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      sent.push(route.request());
      return route.fulfill({ status: 204 });
    });
    await page.getByRole('textbox', { name: 'Name' }).fill('Once');
    const press = () => page.getByRole('button', { name: 'Create workflow' }).click();
    await press();
    await expect.poll(() => sent.length).toBe(1);
    await press();
    await page.clock.runFor(2999);
    await press();
    expect(sent.length, 'forms sent within 3 s').toBe(1);
    await page.clock.runFor(1);
    await press();
    await expect.poll(() => sent.length).toBe(2);
    await page.context().setOffline(true);
    await expect(page.getByRole('alert')).toHaveText(
      'You are offline. What you see may be out of date, and nothing can be sent until the connection is back.',
    );
    await page.clock.runFor(3000);
    await press();
    expect(sent.length, 'forms sent while offline').toBe(2);
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Once');
    await page.context().setOffline(false);
    await expect(page.getByRole('alert')).toHaveCount(0);
    // Looking for the same twice is no harm.
    await page.goto('/search');
    let searches = 0;
    await page.route('**/search?q=*', (route) => route.fulfill({ status: (searches += 1) && 204 }));
    for (const times of [1, 2]) {
      await page.getByRole('button', { name: 'Search' }).click();
      await expect.poll(() => searches).toBe(times);
    }
  },
);

test(
  'whoever is not signed in hears of nothing; who opens a page without a connection is told',
  { tag: '@FUN-09/offline' },
  async ({ page, context }) => {
    await context.clearCookies();
    await playEvents(page);
    await page.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
    await page.goto('/login');
    await expect(page.getByRole('alert')).toContainText('You are offline.');
    expect(await streamsOf(page), 'streams of the login').toEqual([]);
  },
);
