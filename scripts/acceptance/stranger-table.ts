import type { Verdict } from '../../kernel/verdict.ts';

export type ToolName = 'playwright' | 'vitest' | 'k6';

/** Passed, failed and skipped tests. */
export type Counts = readonly [passed: number, failed: number, skipped: number];

/** A plain file below `strangers/`, and what is right to say of it. What it shows stands in its first comment. */
export interface Stranger {
  readonly file: string;
  readonly tool: ToolName;
  /** Whether the bare tool calls it a success. */
  readonly bare: 'succeeds' | 'fails';
  readonly verdict: Verdict;
  /** Of both; none where the tool tells of no test. */
  readonly counts?: Counts;
  /** Of the harness, where it takes what the tool calls a failed test for none: its process died. */
  readonly judgedCounts?: Counts;
  /** What the reason must say where the verdict is not the bare tool's. */
  readonly says?: RegExp;
  /** One of the few that `npm test` tries: two for each tool. */
  readonly short?: true;
  /** Named with `--engine`. */
  readonly named?: true;
}

type Row = Omit<Stranger, 'tool'>;

const of = (tool: ToolName, rows: readonly Row[]): readonly Stranger[] =>
  rows.map((row) => ({ ...row, tool }));

const passes = (file: string, ...counts: Counts): Row => ({
  file,
  bare: 'succeeds',
  verdict: 'pass',
  counts,
});
const fails = (file: string, ...counts: Counts): Row => ({ file, bare: 'fails', verdict: 'fail', counts });
/** The bare tool fails and says nothing of a test, or fails though all passed. */
const broken = (file: string, says: RegExp, ...counts: Counts): Row => ({
  file,
  bare: 'fails',
  verdict: 'unknown',
  says,
  counts,
});
/** The bare tool succeeds where there is no telling. */
const untold = (file: string, says: RegExp, ...counts: Counts): Row => ({
  file,
  bare: 'succeeds',
  verdict: 'unknown',
  says,
  counts,
});
const short = (row: Row): Row => ({ ...row, short: true });

const PLAYWRIGHT: readonly Row[] = [
  passes('playwright/passes.spec.ts', 1, 0, 0),
  fails('playwright/fails.spec.ts', 1, 1, 0),
  passes('playwright/skips.spec.ts', 1, 0, 2),
  untold('playwright/all-skipped.spec.ts', /all 2 tests were skipped/, 0, 0, 2),
  passes('playwright/expected-failure.spec.ts', 1, 0, 0),
  fails('playwright/unexpected-pass.spec.ts', 0, 1, 0),
  passes('playwright/only.spec.ts', 1, 0, 0),
  passes('playwright/flaky/flaky.spec.ts', 1, 0, 0),
  fails('playwright/hook-throws.spec.ts', 0, 1, 1),
  fails('playwright/after-hook-throws.spec.ts', 0, 1, 0),
  broken('playwright/does-not-load.spec.ts', /half written/, 0, 0, 0),
  broken('playwright/no-tests.spec.ts', /No tests found/, 0, 0, 0),
  fails('playwright/soft.spec.ts', 0, 1, 0),
  fails('playwright/times-out.spec.ts', 0, 1, 0),
  short(
    untold(
      'playwright/base-url-elsewhere/playwright.config.ts',
      /tested was http:\S+ instead of .*baseURL/,
      1,
      0,
      0,
    ),
  ),
  untold(
    'playwright/asks-elsewhere.spec.ts',
    /tested was http:\S+ instead of .*: the tests asked no other/,
    1,
    0,
    0,
  ),
  passes('playwright/shard/playwright.config.ts', 1, 0, 0),
  fails('playwright/projects/sums.spec.ts', 3, 1, 0),
  passes('playwright/in-a-package/tests/cwd.spec.ts', 1, 0, 0),
  passes('playwright/config-above/shop/tests/cwd.spec.ts', 1, 0, 0),
  broken('playwright/global-setup-throws/sums.spec.ts', /no tenant/, 0, 0, 0),
  broken('playwright/global-teardown-throws/sums.spec.ts', /the tenant stays/, 1, 0, 0),
  fails('playwright/serial.spec.ts', 0, 1, 1),
  passes('playwright/required.spec.cjs', 1, 0, 0),
  passes('playwright/fixture-file/sums.spec.ts', 1, 0, 0),
  short(passes('playwright/leaves-reports/sums.spec.ts', 1, 0, 0)),
  fails('playwright/many.spec.ts', 4, 1, 0),
  broken('playwright/forbid-only/sums.spec.ts', /only/, 0, 0, 0),
  fails('playwright/max-failures/sums.spec.ts', 0, 1, 1),
  { ...broken('playwright/worker-dies.spec.ts', /worker process exited/, 0, 1, 0), judgedCounts: [0, 0, 1] },
  passes('playwright/repeats/sums.spec.ts', 3, 0, 0),
];

const VITEST: readonly Row[] = [
  passes('vitest/passes.test.ts', 1, 0, 0),
  fails('vitest/fails.test.ts', 1, 1, 0),
  passes('vitest/skips.test.ts', 1, 0, 2),
  untold('vitest/all-skipped.test.ts', /all 1 tests were skipped/, 0, 0, 1),
  passes('vitest/only.test.ts', 1, 0, 1),
  passes('vitest/expected-failure.test.ts', 1, 0, 0),
  fails('vitest/unexpected-pass.test.ts', 0, 1, 0),
  passes('vitest/retries.test.ts', 1, 0, 0),
  broken('vitest/before-hook-throws.test.ts', /no database/, 0, 0, 1),
  broken('vitest/after-hook-throws.test.ts', /the tenant stays/, 1, 0, 0),
  broken('vitest/does-not-load.test.ts', /half written/, 0, 0, 0),
  broken('vitest/no-tests.test.ts', /No test suite found/, 0, 0, 0),
  broken('vitest/unhandled.test.ts', /late/, 1, 0, 0),
  fails('vitest/each.test.ts', 4, 1, 0),
  passes('vitest/concurrent.test.ts', 3, 0, 0),
  fails('vitest/times-out.test.ts', 0, 1, 0),
  fails('vitest/assertions-unmet.test.ts', 0, 1, 0),
  short(passes('vitest/config-above/shop/cart/cwd.test.ts', 1, 0, 0)),
  passes('vitest/in-a-package/src/cwd.test.ts', 1, 0, 0),
  fails('vitest/vite-config/vite.config.ts', 1, 1, 0),
  { ...fails('vitest/vite-config/sums.test.ts', 1, 1, 0), named: true },
  passes('vitest/projects/vitest.config.mjs', 2, 0, 0),
  passes('vitest/fixture-file/sums.test.ts', 1, 0, 0),
  broken('vitest/setup-throws/sums.test.ts', /no tenant/, 0, 0, 0),
  fails('vitest/bail/sums.test.ts', 0, 1, 1),
  fails('vitest/only-forbidden/sums.test.ts', 0, 1, 0),
  broken('vitest/coverage/net.test.ts', /threshold/, 1, 0, 0),
  broken('vitest/teardown-throws/sums.test.ts', /the tenant stays/, 1, 0, 0),
  fails('vitest/same-name.test.ts', 1, 1, 0),
  short(fails('vitest/snapshot.test.ts', 0, 1, 0)),
  passes('vitest/required-tool.test.mjs', 1, 0, 0),
  passes('contracts/pactum-passes.test.ts', 1, 0, 0),
  fails('contracts/pactum-fails.test.ts', 0, 1, 0),
  passes('contracts/pact-passes.test.ts', 1, 0, 0),
  fails('contracts/pact-fails.test.ts', 0, 1, 0),
];

const k6 = (file: string, bare: Row['bare'], verdict: Verdict, says?: RegExp): Row => ({
  file: `k6/${file}`,
  bare,
  verdict,
  ...(says && { says }),
});

const K6: readonly Row[] = [
  k6('passes.js', 'succeeds', 'pass'),
  short(k6('threshold-broken.js', 'fails', 'fail')),
  k6('check-broken.js', 'succeeds', 'fail', /healthy/),
  k6('throws.js', 'succeeds', 'unknown', /the script threw/),
  k6('does-not-load.js', 'fails', 'unknown', /half written/),
  k6('plain.mjs', 'succeeds', 'pass'),
  short(k6('wrapper.js', 'succeeds', 'pass')),
  k6('no-import.js', 'succeeds', 'unknown', /offered nothing/),
  k6('aborts.js', 'fails', 'unknown', /test\.abort/),
  k6('marks-failed.js', 'fails', 'fail'),
  k6('gives-up.js', 'succeeds', 'fail', /fail\(\)|no cart/),
  k6('typed.ts', 'succeeds', 'pass'),
  k6('setup-throws.js', 'fails', 'unknown', /no tenant/),
  k6('elsewhere.js', 'succeeds', 'unknown', /tested was http:\S+ instead of .*: every request/),
  k6('groups.js', 'succeeds', 'pass'),
  k6('abort-on-fail.js', 'fails', 'fail'),
  k6('percentile.js', 'fails', 'fail'),
  k6('median.js', 'fails', 'fail'),
  k6('rate-with-setup.js', 'fails', 'fail'),
  k6('rate-of-a-short-run.js', 'succeeds', 'pass'),
  k6('tag-with-ampersand.js', 'fails', 'fail'),
  k6('computed-metric.js', 'fails', 'fail'),
  k6('json-import.js', 'fails', 'fail'),
  k6('opens-a-file.js', 'succeeds', 'pass'),
];

/** Every stranger but those that need more than a file and a server. */
export const STRANGERS: readonly Stranger[] = [
  ...of('playwright', PLAYWRIGHT),
  ...of('vitest', VITEST),
  ...of('k6', K6),
];
