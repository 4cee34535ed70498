import type { Check } from '../../kernel/evidence.ts';
import {
  artifact,
  check,
  checkFolder,
  evidence,
  metric,
  limit,
  planned,
  suite,
  type SuiteSample,
} from './suite-samples.ts';

const RETRY = 'uploads.spec.ts › retries a broken upload once › chromium';
const OVERSIZE =
  'uploads.spec.ts › a file over 25 MB is refused with a clear message @FUN-02/size @FUN-09/413 › chromium';
const DETAIL = `Error: expect(locator).toHaveText(expected) failed

Locator:  getByRole('alert')
Expected: "This file is larger than 25 MB."
Received: "Something went wrong."
Timeout:  5000ms

Call log:
  - Expect "toHaveText" with timeout 5000ms
  - waiting for getByRole('alert')
    9 × locator resolved to <p role="alert" class="toast">Something went wrong.</p>
    at uploads.spec.ts:48:31`;

export function loginSample(): SuiteSample {
  const plan = planned(
    suite('e2e/login', 'A person signs in and reaches the dashboard, as user and as admin', {
      expects: { checks: 5 },
      thresholds: [limit('web.lcp.p75', '<=', 2500, 'ms', 5), limit('web.cls.p75', '<=', 0.1, '', 5)],
      proves: ['FUN-11'],
    }),
    'e2e',
  );
  const titles = [
    ['login.spec.ts › a user signs in and sees the dashboard @FUN-01/user › chromium', 'FUN-01/user'],
    ['login.spec.ts › an admin signs in and sees the baseline @FUN-01/admin › chromium', 'FUN-01/admin'],
    ['login.spec.ts › a wrong password says so and keeps the e-mail @FUN-09/401 › chromium', 'FUN-09/401'],
    ['dashboard.spec.ts › the delta shows @FUN-08/delta › chromium', 'FUN-08/delta'],
    ['accessibility.spec.ts › no serious axe violation on any page @FUN-10 › chromium', 'FUN-10'],
  ] as const;
  return {
    planned: plan,
    evidence: evidence(plan, [14, 32.4], {
      checks: titles.map(([id, proves]) => check(id, [proves])),
      metrics: [metric('web.lcp.p75', 1840, 'ms', 24), metric('web.cls.p75', 0.021, '', 24)],
      artifacts: [artifact('playwright.log'), artifact('playwright-report/index.html')],
    }),
  };
}

function uploadChecks(broken: boolean): Check[] {
  return [
    check('uploads.spec.ts › a file comes back byte-identical @FUN-02/identical › chromium', [
      'FUN-02/stored',
      'FUN-02/identical',
    ]),
    check('uploads.spec.ts › the list shows name, size and owner @FUN-02/listed › chromium', [
      'FUN-02/listed',
    ]),
    check(OVERSIZE, ['FUN-02/size', 'FUN-09/413'], broken ? { outcome: 'failed', detail: DETAIL } : {}),
    check(RETRY, [], { outcome: 'failed', detail: 'Error: socket hang up', durationMs: 5100 }),
    check(RETRY, [], { attempt: 2 }),
    check('uploads.spec.ts › drag and drop › webkit', [], {
      outcome: 'skipped',
      detail: 'WebKit is not installed here; run npx playwright install webkit',
    }),
  ];
}

export function uploadsSample(broken: boolean): SuiteSample {
  const plan = planned(
    suite('e2e/uploads', 'Files are picked, sent, stored, listed and downloaded unchanged', {
      expects: { checks: 4 },
    }),
    'e2e',
  );
  const left = ['1-screenshot.png', '2-trace.zip', '3-video.webm'];
  const own = broken ? left.map((name) => artifact(`${checkFolder(OVERSIZE)}/${name}`)) : [];
  return {
    planned: plan,
    evidence: evidence(plan, [14, 61.8], {
      checks: uploadChecks(broken),
      artifacts: [artifact('playwright.log'), ...own],
    }),
  };
}
