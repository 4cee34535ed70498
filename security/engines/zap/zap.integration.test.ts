import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { suiteRunForTest, targetForTest, type TestSuiteRun } from '../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { ACCOUNT, sampleApp, type SampleAppOptions } from './sample-app.ts';
import type { ZapOptions } from './zap-options.ts';
import engine from './zap.engine.ts';

const options = engine.parse(
  {
    sites: {
      web: {
        spider: true,
        signIn: { kind: 'form', path: '/login', username: 'email', password: 'password', canary: '/account' },
        pages: ['/', '/account'],
      },
    },
  },
  '.',
);

async function app(sample: SampleAppOptions) {
  const started = await sampleApp(sample);
  onTestFinished(() => started.close());
  return started;
}

function suiteRun(
  url: string,
  more: { signal?: AbortSignal; options?: ZapOptions } = {},
): TestSuiteRun<ZapOptions> {
  const run = suiteRunForTest({
    options,
    target: targetForTest({ web: url }),
    tenant: { name: 'tenant-test', accounts: { user: ACCOUNT } },
    tools: createFinder(),
    suite: { name: 'security/example' },
    ...more,
  });
  onTestFinished(() => run.close());
  return run;
}

const rulesIn = (run: TestSuiteRun<ZapOptions>) =>
  new Set(run.recorder.findings.map((finding) => finding.rule));
const valueOf = (run: TestSuiteRun<ZapOptions>, name: string) =>
  run.recorder.metrics.find((metric) => metric.name === name)?.value ?? NaN;

/** Java processes that belong to a run's work folder. */
function zapProcesses(work: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(work));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

test('finds the known defects of an app, on linked and on signed-in pages', async () => {
  const { url, seen } = await app({ safe: false });
  const run = suiteRun(url);
  await engine.run(run);

  const found = rulesIn(run);
  for (const rule of [
    'csp/missing',
    'frame-protection/missing',
    'content-type-options/missing',
    'cookie-httponly/missing',
    'cookie-samesite/missing',
    'cors/reflected-with-credentials',
    'password-echo/echoed',
    'cache-control/missing',
    'server-version/told',
  ]) {
    expect(found).toContain(rule);
  }
  const trace = run.recorder.findings.find((finding) => finding.rule === 'stack-trace/shown');
  expect(trace?.where).toBe('web GET /linked');
  expect(run.recorder.checks.find((check) => check.id === 'rule csp')?.outcome).toBe('failed');
  expect(run.recorder.checks.find((check) => check.id === 'rule hsts')?.outcome).toBe('skipped');
  expect(valueOf(run, 'findings.examined')).toBeGreaterThan(10);
  expect(valueOf(run, 'exchanges.authenticated')).toBeGreaterThanOrEqual(4);
  expect(valueOf(run, 'spider.urls')).toBeGreaterThanOrEqual(2);
  expect(run.recorder.events.map((event) => event.name)).toContain('loss');
  // The spider submits nothing.
  expect(seen.filter((request) => request.startsWith('POST'))).toHaveLength(2);
  // Neither the canary's page nor ZAP's own answers are the target's.
  expect(run.recorder.findings.every((finding) => /^web[ ,]/.test(finding.where))).toBe(true);
});

test('finds nothing in an app without defects, keeps no secret, and leaves no process', async () => {
  const { url } = await app({ safe: true });
  const web = options.sites['web'];
  // More than ZAP answers on one page of its history.
  const pages = Array.from({ length: 20 }, (_, page) => `/linked?page=${page}`);
  const run = suiteRun(url, { options: { ...options, sites: { web: { ...web, spider: true, pages } } } });
  await engine.run(run);

  expect(run.recorder.findings).toEqual([]);
  expect(valueOf(run, 'urls.reached')).toBeGreaterThanOrEqual(20);
  expect(valueOf(run, 'findings.examined')).toBeGreaterThanOrEqual(60);
  expect(run.recorder.checks.filter((check) => check.outcome === 'failed')).toEqual([]);
  expect(run.recorder.checks).toContainEqual(
    expect.objectContaining({ id: 'authenticated canary of web, before and after', outcome: 'passed' }),
  );
  const kept = run.recorder.attachments.map((one) => one.content.toString());
  expect(run.recorder.attachments.map((one) => one.name)).toEqual(['exchanges.json', 'zap.log']);
  for (const secret of [ACCOUNT.password, 'session=s1', 'not-a-real-password-1']) {
    for (const text of kept) expect(text).not.toContain(secret);
  }
  expect(kept[1]).toContain('api.key = ***');
  expect(zapProcesses(run.work)).toEqual([]);
});

test('says that it reached nothing when the server is down', async () => {
  const started = await sampleApp({ safe: true });
  await started.close();
  const run = suiteRun(started.url);
  await expect(engine.run(run)).rejects.toThrow(
    /ZAP reached no answer at http:\/\/127\.0\.0\.1:\d+\/account/,
  );
  expect(run.recorder.findings).toEqual([]);
  expect(run.recorder.checks.every((check) => check.outcome === 'skipped')).toBe(true);
  expect(valueOf(run, 'findings.examined')).toBe(0);
});

test('does not pass for signed in when the session ended meanwhile, and keeps what it found', async () => {
  const { url } = await app({ safe: false, sessionAnswers: 3 });
  const run = suiteRun(url);
  await expect(engine.run(run)).rejects.toMatchObject({
    name: 'SuiteError',
    message: expect.stringMatching(
      /canary .*\/account answered 302, expected 200 after the spider/,
    ) as string,
  });
  expect(rulesIn(run)).toContain('csp/missing');
});

test('an abort in the middle of the spider leaves no process', async () => {
  const { url, seen } = await app({ safe: true, endless: true });
  const abort = new AbortController();
  const endless = {
    ...options,
    sites: { web: { spider: true, pages: ['/a'] } },
    spider: { ...options.spider, maxDepth: 1000 },
  };
  const run = suiteRun(url, { signal: abort.signal, options: endless });
  const ended = engine.run(run).then(
    () => 'ended',
    () => 'threw',
  );
  while (!seen.includes('GET /axxx')) await sleep(50);
  expect(zapProcesses(run.work)).toHaveLength(1);
  abort.abort();
  expect(await ended).toBe('threw');
  const work = run.work;
  await run.close();
  expect(zapProcesses(work)).toEqual([]);
});
