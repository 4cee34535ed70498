import { type APIRequestContext, type Page, expect, test } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { binding } from '../../../fixtures/bindings/target.ts';
import { signIn } from '../shared/sign-in.ts';
import { type BrowserReport, reportsOf } from './reports.ts';

const { accounts, collectorUrl = '' } = binding();

test.skip(collectorUrl === '', 'nothing shows what this target sends to the outside: it has no collector');

/** Opens a page, and gives the trace under which the server answered it. */
async function open(page: Page, path: string): Promise<string> {
  const answer = await page.goto(path);
  const [, traceId] = (answer?.headers()['traceparent'] ?? '').split('-');
  expect(traceId, `the trace id in the traceparent of ${path}`).toMatch(/^[0-9a-f]{32}$/);
  return traceId ?? '';
}

/** Waits until the collector has a report of this trace that is like this one. */
async function reported(
  request: APIRequestContext,
  traceId: string,
  like: (report: BrowserReport) => boolean,
  message: string,
): Promise<BrowserReport> {
  const find = async () => (await reportsOf(request, collectorUrl, traceId)).find(like);
  await expect.poll(find, { message, timeout: 10_000 }).toBeDefined();
  return (await find()) as BrowserReport;
}

/**
 * An interaction is measured once it has been painted, and taken up when the browser is idle next: a page that is left before
 * has none to report. https://github.com/GoogleChrome/web-vitals does so to see all that belongs to one interaction.
 */
function firstInputIsMeasured(page: Page): Promise<unknown> {
  return page.evaluate(
    () =>
      new Promise((resolve) =>
        new PerformanceObserver(() => requestIdleCallback(resolve)).observe({
          type: 'first-input',
          buffered: true,
        }),
      ),
  );
}

test(
  'an error that nothing catches is reported, with the trace of its page',
  { tag: ['@OBS-06/errors', '@OBS-06/protocol', '@OBS-06/trace'] },
  async ({ page, request }) => {
    await signIn(page, accounts.user);
    const traceId = await open(page, '/workflows');
    const message = `broken on purpose ${randomUUID()}`;
    await page.evaluate(
      (text) =>
        void setTimeout(() => {
          throw new TypeError(text);
        }),
      message,
    );
    const report = await reported(
      request,
      traceId,
      ({ error }) => error?.value === message,
      'its report at the collector',
    );
    expect(report).toMatchObject({ type: 'event', error: { type: 'TypeError' } });
    expect(report.contentType).toContain('application/x-sentry-envelope');
  },
);

test(
  'a promise that nobody handles is reported',
  { tag: '@OBS-06/rejections' },
  async ({ page, request }) => {
    const traceId = await open(page, '/login');
    const message = `rejected on purpose ${randomUUID()}`;
    await page.evaluate((text) => void Promise.reject(new RangeError(text)), message);
    await reported(request, traceId, ({ error }) => error?.value === message, 'its report at the collector');
  },
);

test(
  'how fast a page was is reported when it is left: LCP, CLS and INP',
  { tag: '@OBS-06/vitals' },
  async ({ page, request }) => {
    await signIn(page, accounts.user);
    const traceId = await open(page, '/search');
    await page.getByRole('searchbox', { name: 'Search documents' }).click();
    await page.keyboard.type('backup');
    await firstInputIsMeasured(page);
    await page.goto('/alerts');
    for (const [vital, unit] of [
      ['lcp', 'millisecond'],
      ['inp', 'millisecond'],
      ['cls', ''],
    ] as const) {
      const { type, measurements } = await reported(
        request,
        traceId,
        (report) => vital in report.measurements,
        `${vital} at the collector`,
      );
      expect(type).toBe('transaction');
      expect(measurements[vital]).toEqual({ value: expect.any(Number), unit });
    }
  },
);

test(
  'a report names neither the person nor what was searched for',
  { tag: '@OBS-06/pii' },
  async ({ page, request }) => {
    await signIn(page, accounts.user);
    const secret = `private${randomUUID().slice(0, 8)}`;
    const traceId = await open(page, `/search?q=${secret}`);
    const { username } = accounts.user;
    await page.evaluate(
      (text) =>
        void setTimeout(() => {
          throw new Error(text);
        }),
      `cannot show ${username} this page`,
    );
    const { text } = await reported(
      request,
      traceId,
      ({ type }) => type === 'event',
      'its report at the collector',
    );
    expect(text).toContain('cannot show');
    expect(text).not.toContain(username);
    expect(text).not.toContain(secret);
  },
);
