import { type APIRequestContext, type Page, expect, test } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { binding } from '../../../fixtures/bindings/target.ts';
import { signIn } from '../shared/sign-in.ts';
import { type BrowserReport, reportsOf } from './reports.ts';

const { accounts, collectorUrl = '', webUrl } = binding();
const NOW = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

test.skip(collectorUrl === '', 'nothing shows what this target sends to the outside: it has no collector');

/** Opens a page, and gives the trace and the span under which the server answered it. */
async function openTraced(page: Page, path: string): Promise<{ traceId: string; spanId: string }> {
  const answer = await page.goto(path);
  const [, traceId = '', spanId = ''] = (answer?.headers()['traceparent'] ?? '').split('-');
  expect(traceId, `the trace id in the traceparent of ${path}`).toMatch(/^[0-9a-f]{32}$/);
  return { traceId, spanId };
}
const open = async (page: Page, path: string) => (await openTraced(page, path)).traceId;

/** Whole, as Sentry's envelopes are: nothing else is in it, of whoever sent it neither. */
function expectEnvelope(
  { lines, headers }: BrowserReport,
  {
    type,
    path,
    trace,
    of,
  }: { type: string; path: string; trace: { traceId: string; spanId: string }; of: object },
): void {
  const [{ event_id: id, sent_at: at } = {}] = lines;
  expect(id, 'its id').toMatch(/^[0-9a-f]{32}$/);
  expect(lines).toEqual([
    { event_id: id, sent_at: NOW },
    { type },
    {
      ...{ event_id: id, type, timestamp: at, platform: 'javascript', transaction: path },
      request: { url: `${webUrl}${path}` },
      contexts: { trace: { trace_id: trace.traceId, span_id: trace.spanId, op: 'pageload' } },
      ...of,
    },
  ]);
  expect(headers['content-type']).toBe('application/x-sentry-envelope');
  expect(headers['cookie'], 'a cookie of ours').toBeUndefined();
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
    const trace = await openTraced(page, '/workflows');
    const message = `broken on purpose ${randomUUID()}`;
    await page.evaluate(
      (text) =>
        void setTimeout(() => {
          throw new TypeError(text);
        }),
      message,
    );
    const like = ({ error }: BrowserReport) => error?.value === message;
    const report = await reported(request, trace.traceId, like, 'its report at the collector');
    const of = {
      level: 'error',
      exception: { values: [{ type: 'TypeError', value: message }] },
      extra: { stack: expect.stringContaining(`TypeError: ${message}\n    at `) },
    };
    expectEnvelope(report, { type: 'event', path: '/workflows', trace, of });
  },
);

test(
  'a promise that nobody handles is reported',
  { tag: '@OBS-06/rejections' },
  async ({ page, request }) => {
    const traceId = await open(page, '/login');
    const message = `rejected on purpose ${randomUUID()}`;
    await page.evaluate((text) => void Promise.reject(new RangeError(text)), message);
    const like = ({ error }: BrowserReport) => error?.value === message;
    const { error } = await reported(request, traceId, like, 'its report at the collector');
    expect(error?.type).toBe('RangeError');
    // What is told need hold no error, and of a page that breaks all the time not all is told.
    await page.evaluate((text) => {
      for (let times = 0; times < 25; times += 1)
        dispatchEvent(new ErrorEvent('error', { message: `${text}, plainly` }));
    }, message);
    const plain = async () =>
      (await reportsOf(request, collectorUrl, traceId)).filter(
        ({ error: one }) => one?.value === `${message}, plainly`,
      );
    await expect.poll(async () => (await plain()).length, 'reports of 25 more').toBe(19);
    expect((await plain())[0]?.error?.type).toBe('Error');
  },
);

test(
  'how fast a page was is reported when it is left: LCP, CLS and INP',
  { tag: '@OBS-06/vitals' },
  async ({ page, request }) => {
    await signIn(page, accounts.user);
    const trace = await openTraced(page, '/search');
    const { traceId } = trace;
    await page.getByRole('searchbox', { name: 'Search documents' }).click();
    await page.keyboard.type('backup');
    await firstInputIsMeasured(page);
    await page.goto('/alerts');
    for (const [vital, unit] of [
      ['lcp', 'millisecond'],
      ['inp', 'millisecond'],
      ['cls', ''],
    ] as const) {
      const like = ({ measurements }: BrowserReport) => vital in measurements;
      const report = await reported(request, traceId, like, `${vital} at the collector`);
      const { timestamp } = report.lines[2] ?? {};
      const measurements = { [vital]: { value: expect.any(Number), unit } };
      const of = { start_timestamp: timestamp, spans: [], measurements };
      expectEnvelope(report, { type: 'transaction', path: '/search', trace, of });
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
      `cannot show ${username}, "a.b+c@d.test" this page: http://x.test/y?z=${secret}&a="b" (/c?d=1)`,
    );
    const isError = ({ type }: BrowserReport) => type === 'event';
    const { text, error } = await reported(request, traceId, isError, 'its report at the collector');
    expect(error?.value).toBe('cannot show [e-mail], "[e-mail]" this page: http://x.test/y"b" (/c)');
    expect(text).not.toContain(username);
    expect(text).not.toContain(secret);
  },
);
