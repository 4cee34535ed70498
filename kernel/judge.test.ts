import { describe, expect, it } from 'vitest';
import type { Evidence } from './evidence.ts';
import { assertingNothing, judge } from './judge.ts';
import type { ResolvedSuite } from './suite.ts';
import {
  sampleCheck,
  sampleEvidence,
  sampleSuite,
  sampleThreshold,
  sampleWaiver,
} from './testing/samples.ts';
import type { Waiver } from './waiver.ts';

const now = new Date('2026-06-01T00:00:00Z');
const metric = { name: 'api.p95', value: 120, unit: 'ms', samples: 50 };
const finding = {
  rule: 'csp',
  fingerprint: 'f1',
  severity: 7.5,
  title: 'no CSP',
  where: '/',
  fix: 'add one',
};
const noHigh = sampleThreshold({
  metric: 'findings.high',
  op: '==',
  limit: 0,
  unit: 'findings',
  minSamples: 1,
});
const examined = { name: 'findings.examined', value: 3, unit: 'exchanges', samples: 3 };

function waiver(of: string, expires = '2026-07-31', suite = 'e2e/login'): Waiver {
  return sampleWaiver({ of, expires, suite });
}

function verdictOf(
  suite: Partial<ResolvedSuite>,
  evidence: Partial<Evidence>,
  waivers: readonly Waiver[] = [],
) {
  const planned = { suite: sampleSuite(suite) };
  return judge(planned, sampleEvidence({ suite: planned.suite, ...evidence }), waivers, now);
}

describe('judge', () => {
  it('passes a completed suite whose checks and thresholds hold', () => {
    const judged = verdictOf({ thresholds: [sampleThreshold()] }, { metrics: [metric] });
    expect(judged).toMatchObject({ verdict: 'pass', reasons: [], limits: [{ verdict: 'pass' }] });
  });

  it('is unknown where a check carries a requirement that there is not', () => {
    const detail = {
      reference: 'FUN-01/admn',
      why: 'unknown requirement "FUN-01/admn"; near it: FUN-01/admin',
    };
    const judged = verdictOf({}, { events: [{ name: 'reference-unknown', at: '', detail }] });
    expect(judged.verdict).toBe('unknown');
    expect(judged.reasons[0]?.what).toBe(`a check carries @FUN-01/admn: ${detail.why}`);
    expect(judged.reasons[0]).not.toHaveProperty('observed');
    // Whoever is to mend the tag is told where it stands.
    const checks = [sampleCheck(), sampleCheck({ id: 'a.spec.ts › admin', proves: ['FUN-01/admn'] })];
    const found = verdictOf({}, { checks, events: [{ name: 'reference-unknown', at: '', detail }] });
    expect(found.reasons[0]?.observed).toBe('in a.spec.ts › admin');
  });

  it('a limit that the machine broke is unknown, with the cause; others, and limits that hold, are what they are', () => {
    const because = 'this machine had no CPU to spare for 9 s of 10 s';
    const starved = {
      name: 'starved',
      at: '',
      detail: { because, fix: 'stop the rest', metrics: ['api.p95', 'web.p95'] },
    };
    const limits = (p95: number, memory: number) => ({
      thresholds: [sampleThreshold({ limit: p95 }), sampleThreshold({ metric: 'memory', limit: memory })],
    });
    const evidence = { metrics: [metric, { ...metric, name: 'memory', value: 7 }], events: [starved] };
    expect(verdictOf(limits(100, 10), evidence)).toMatchObject({
      verdict: 'unknown',
      reasons: [
        {
          what: `api.p95 < 100 ms did not hold while ${because}`,
          observed: '120 ms, from 50 samples',
          fix: 'stop the rest',
        },
      ],
    });
    expect(verdictOf(limits(200, 10), evidence).verdict).toBe('pass');
    expect(verdictOf(limits(100, 10), { ...evidence, metrics: [] }).reasons[0]?.what).toBe(
      'api.p95 < 100 ms',
    );
    expect(verdictOf(limits(100, 5), evidence).verdict).toBe('fail');
    expect(
      verdictOf(limits(100, 10), { ...evidence, checks: [sampleCheck({ outcome: 'failed' })] }).verdict,
    ).toBe('fail');
    expect(
      verdictOf(limits(100, 10), { ...evidence, events: [{ ...starved, detail: { metrics: 'api.p95' } }] })
        .verdict,
    ).toBe('fail');
  });

  it.each<[string, Partial<ResolvedSuite>, Partial<Evidence>, string]>([
    ['a failed check', {}, { checks: [sampleCheck({ outcome: 'failed' })] }, 'fail'],
    [
      'a breached threshold',
      { thresholds: [sampleThreshold({ limit: 100 })] },
      { metrics: [metric] },
      'fail',
    ],
    ['a threshold without a metric', { thresholds: [sampleThreshold()] }, {}, 'unknown'],
    [
      'zero samples',
      { thresholds: [sampleThreshold()] },
      { metrics: [{ ...metric, samples: 0 }] },
      'unknown',
    ],
    [
      'too few samples',
      { thresholds: [sampleThreshold()] },
      { metrics: [{ ...metric, samples: 9 }] },
      'unknown',
    ],
    [
      'a value that is no number',
      { thresholds: [sampleThreshold()] },
      { metrics: [{ ...metric, value: NaN }] },
      'unknown',
    ],
    ['no check', {}, { checks: [] }, 'unknown'],
    ['nothing but skipped checks', {}, { checks: [sampleCheck({ outcome: 'skipped' })] }, 'unknown'],
    ['fewer checks than declared', { expects: { checks: 2 } }, {}, 'unknown'],
    ['nothing asserted', { expects: { checks: 0 } }, { checks: [] }, 'unknown'],
    ['checks that asserted nothing', {}, { checks: [sampleCheck({ assertions: 0 })] }, 'unknown'],
    [
      'one check that asserted something',
      {},
      { checks: [sampleCheck({ assertions: 0 }), sampleCheck({ id: 'b', assertions: 1 })] },
      'pass',
    ],
    [
      'one check whose assertions cannot be counted',
      {},
      { checks: [sampleCheck({ assertions: 0 }), sampleCheck({ id: 'b' })] },
      'pass',
    ],
    [
      'assertions that belong to no check',
      {},
      {
        checks: [sampleCheck({ assertions: 0 })],
        events: [{ name: 'assertions.outside', at: '', detail: { count: 1 } }],
      },
      'pass',
    ],
    [
      'counts that the canary proved wrong',
      {},
      {
        checks: [sampleCheck({ assertions: 0 })],
        events: [{ name: 'assertions.uncounted', at: '', detail: { reason: 'x' } }],
      },
      'pass',
    ],
    [
      'limits that hold beside checks that asserted nothing',
      { thresholds: [sampleThreshold()] },
      { metrics: [metric], checks: [sampleCheck({ assertions: 0 })] },
      'pass',
    ],
    [
      'an error of a check that asserted nothing',
      {},
      { checks: [sampleCheck({ outcome: 'failed', assertions: 0 })] },
      'fail',
    ],
    ['a hanging tool', {}, { ending: 'timed-out' }, 'unknown'],
    ['an interrupted run', {}, { ending: 'interrupted' }, 'unknown'],
    ['a broken tool', {}, { ending: { error: 'boom', cause: 'suite' } }, 'unknown'],
    [
      'a broken tool after a failed check',
      {},
      { ending: { error: 'boom', cause: 'infra' }, checks: [sampleCheck({ outcome: 'failed' })] },
      'fail',
    ],
    ['a scanner that examined nothing', { thresholds: [noHigh] }, {}, 'unknown'],
    ['a high finding', { thresholds: [noHigh] }, { metrics: [examined], findings: [finding] }, 'fail'],
    [
      'a result that could not be read',
      {},
      { events: [{ name: 'inbox-malformed', at: '', detail: { reason: 'not JSON' } }] },
      'unknown',
    ],
    [
      'a limit that was broken while the tool itself was broken',
      { thresholds: [sampleThreshold({ limit: 100 })] },
      { metrics: [metric], ending: { error: 'the proxy died', cause: 'infra' } },
      'unknown',
    ],
    ['no finding among what was examined', { thresholds: [noHigh] }, { metrics: [examined] }, 'pass'],
  ])('%s', (_, suite, evidence, expected) => {
    expect(verdictOf(suite, evidence).verdict).toBe(expected);
  });

  it('says unknown, with the reason and the fix, for a suite that never ran', () => {
    const planned = {
      suite: sampleSuite(),
      unavailable: { what: 'k6 is not installed.', fix: './harness doctor --fix' },
    };
    const { verdict, reasons } = judge(planned, undefined, [], now);
    expect(verdict).toBe('unknown');
    expect(reasons[0]).toMatchObject({ what: 'k6 is not installed.', fix: './harness doctor --fix' });
  });

  it('says of a failed check whose waiver is for another suite which one that is', () => {
    const checks = [sampleCheck({ id: 'login › works', outcome: 'failed' })];
    const [reason] = verdictOf({}, { checks }, [waiver('login › works', '2026-07-31', 'e2e/lgin')]).reasons;
    expect(reason?.fix).toContain('"e2e/lgin"');
    expect(verdictOf({}, { checks }, []).reasons[0]).not.toHaveProperty('fix');
  });

  it('counts a flaw that a valid waiver names as waived, and one that an expired waiver names as failed', () => {
    const checks = [sampleCheck({ outcome: 'failed' })];
    expect(verdictOf({}, { checks }, [waiver('login › works')]).verdict).toBe('waived');
    expect(verdictOf({}, { checks }, [waiver('login › works', '2026-05-31')]).verdict).toBe('fail');
    expect(verdictOf({}, { checks }, [waiver('another')]).verdict).toBe('fail');
  });

  it('counts a waived finding apart, and never hides another one behind it', () => {
    const suite = { thresholds: [noHigh] };
    const one = { metrics: [examined], findings: [finding] };
    const two = { ...one, findings: [finding, { ...finding, fingerprint: 'f2' }] };
    expect(verdictOf(suite, one, [waiver('f1')]).verdict).toBe('waived');
    expect(verdictOf(suite, two, [waiver('f1')]).verdict).toBe('fail');
  });

  it('counts a check that failed for findings alone as waived when each of them is, and asks for no waiver of its own', () => {
    const checks = [sampleCheck({ id: 'rule csp', outcome: 'failed', findings: ['f1', 'f2'] })];
    const found = { checks, findings: [finding, { ...finding, fingerprint: 'f2' }] };
    const one = verdictOf({}, found, [waiver('f1')]);
    expect(one).toMatchObject({ verdict: 'fail', reasons: [{ waivable: ['f2'] }] });
    expect(verdictOf({}, found, [waiver('f1'), waiver('f2')]).verdict).toBe('waived');
    expect(verdictOf({}, found, [waiver('rule csp')]).verdict).toBe('waived');
  });

  it('lets no waiver of more than 14 days waive a critical finding', () => {
    const critical = { ...finding, severity: 9 };
    const suite = { thresholds: [{ ...noHigh, metric: 'findings.critical' }] };
    const found = { metrics: [examined], findings: [critical] };
    const until = (expires: string) =>
      verdictOf(suite, found, [sampleWaiver({ of: 'f1', created: '2026-05-25', expires })]).verdict;
    expect(until('2026-06-08')).toBe('waived');
    expect(until('2026-06-09')).toBe('fail');
  });

  it.each([
    ['that suite', 'e2e/login', 'waived'],
    ['another suite', 'e2e/alerts', 'fail'],
  ])('with a waiver for %s', (_, suite, expected) => {
    const checks = [sampleCheck({ outcome: 'failed' })];
    expect(verdictOf({}, { checks }, [waiver('login › works', '2026-07-31', suite)]).verdict).toBe(expected);
    const found = { metrics: [examined], findings: [finding] };
    const limited = { thresholds: [noHigh] };
    expect(verdictOf(limited, found, [waiver('f1', '2026-07-31', suite)]).verdict).toBe(expected);
  });

  it('puts the worst reason first', () => {
    const judged = verdictOf(
      { thresholds: [sampleThreshold()] },
      { checks: [sampleCheck({ outcome: 'failed', detail: 'got 500' })], ending: 'interrupted' },
    );
    expect(judged.reasons.map((reason) => reason.verdict)).toEqual(['fail', 'unknown']);
    expect(judged.reasons[0]).toMatchObject({ suite: 'e2e/login', observed: 'got 500' });
  });
});

it.each([
  [undefined, ['PER-04', 'PER-05']],
  [['PER-05'], ['PER-05']],
  [[], []],
])('a broken limit that proves %j speaks for %j', (own, proves) => {
  const limit = sampleThreshold({ limit: 100, ...(own && { proves: own }) });
  const suite = sampleSuite({ thresholds: [limit], proves: ['PER-04', 'PER-05'] });
  const { reasons } = judge({ suite }, sampleEvidence({ suite, metrics: [metric] }), [], now);
  expect(reasons).toMatchObject([{ verdict: 'fail', proves }]);
});

describe('assertions', () => {
  it('waives an error of the only check, though nothing was asserted before it', () => {
    const check = sampleCheck({ outcome: 'failed', assertions: 0 });
    expect(verdictOf({}, { checks: [check] }, [waiver(check.id)]).verdict).toBe('waived');
  });

  it('names the checks that passed without an assertion that was seen', () => {
    const checks = [
      sampleCheck({ id: 'none', assertions: 0 }),
      sampleCheck({ id: 'some', assertions: 2 }),
      sampleCheck({ id: 'uncounted' }),
      sampleCheck({ id: 'threw', outcome: 'failed', assertions: 0 }),
    ];
    expect(assertingNothing({ checks, events: [] })).toEqual(['none']);
    const uncounted = { name: 'assertions.uncounted', at: '', detail: {} };
    expect(assertingNothing({ checks, events: [uncounted] })).toEqual([]);
  });
});
