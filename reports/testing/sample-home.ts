import { compareRuns, type RunsCompared } from '../model/compare-runs.ts';
import type { RunSummary } from '../model/history.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { slosSchema } from '../../kernel/slo.ts';
import type { Home } from '../home/home-page.ts';
import { periodOf, type Period } from '../home/period.ts';
import type { RunRow } from '../home/run-row.ts';

export const HOME_NOW = new Date('2026-11-30T12:00:00.000Z');

/** A run that counts and passes, so many hours ago. */
export function sampleRow(hoursAgo: number, more: Partial<RunRow> = {}): RunRow {
  const started = new Date(HOME_NOW.getTime() - hoursAgo * 3_600_000).toISOString();
  const id = `${started.slice(0, 10).replaceAll('-', '')}_${started.slice(11, 16).replace(':', '')}_main_1a2b3c4_${String(hoursAgo).padStart(4, '0')}`;
  return {
    ...{ id, started, state: 'sealed', says: 'pass', environment: 'staging', stage: 'pr', whole: true },
    ...{
      rehearsal: false,
      branch: 'main',
      commit: '1a2b3c4d5e6f',
      dirty: false,
      version: '4.12.0',
      reported: true,
    },
    durationMs: 277_000 + hoursAgo * 1000,
    sentence: 'Passes: all 14 suites, 168 checks and 42 limits hold; 40 of 80 requirements proven.',
    digest: 'f3a1c09be2d7',
    p95: [{ suite: 'load/smoke', ms: 120 + hoursAgo, limit: 300 }],
    findings: { critical: 0, high: 1, medium: 0, low: 2 },
    flaky: 1,
    requirements: { proven: 50 - hoursAgo, applicable: 80 },
    aspects: { proven: 200 - hoursAgo, applicable: 300 },
    ...more,
  };
}

/** Nasty text wherever a run may put some. */
export const NASTY = '<script>alert(1)</script> \u202e"\' &amp;';

function summary(id: string, verdict: Verdict, suites: RunSummary['suites'], problems: string[]): RunSummary {
  const started = '2026-11-30T10:00:00.000Z';
  const aspects = {
    applicable: 9,
    proven: verdict === 'pass' ? ['FUN-01/a', 'FUN-02'] : ['FUN-02', 'FUN-03'],
    failed: [],
  };
  return {
    id,
    started,
    environment: 'staging',
    stage: 'pr',
    branch: 'main',
    commit: '1a2b3c4',
    verdict,
    suites,
    problems,
    aspects,
  };
}

/** Two runs between which something of each sort changed. */
export function sampleCompared(): RunsCompared {
  const of = (verdict: Verdict, more: object = {}) => ({
    verdict,
    durationMs: 20_000,
    owner: 'Web team',
    checks: 12,
    ...more,
  });
  const limit = (most: number) => ({
    metric: 'http_req_duration.p95',
    op: '<=',
    limit: most,
    unit: 'ms',
    value: 212,
    samples: 900,
    verdict: 'pass' as const,
  });
  const finding = (fingerprint: string) => ({
    fingerprint,
    title: `A cookie ${fingerprint} ${NASTY}`,
    severity: 7.1,
  });
  const before = summary(
    sampleRow(3).id,
    'pass',
    {
      'e2e/login': of('pass'),
      'e2e/uploads': of('pass'),
      'e2e/search': of('fail'),
      'e2e/gone': of('pass'),
      'load/smoke': of('pass', { limits: [limit(300)], p95Ms: 212 }),
      'security/passive': of('pass', { findings: ['a', 'b'], found: [finding('a'), finding('b')] }),
    },
    ['e2e/search › search.spec.ts › finds what was just written'],
  );
  const after = summary(
    sampleRow(1).id,
    'fail',
    {
      'e2e/login': of('pass'),
      'e2e/uploads': of('fail'),
      'e2e/search': of('pass'),
      'load/smoke': of('unknown', { limits: [limit(400)], p95Ms: 212 }),
      'security/passive': of('pass', { findings: ['b', 'c'], found: [finding('b'), finding('c')] }),
      'contract/new': of('pass'),
    },
    [`e2e/uploads › uploads.spec.ts › a file over 25 MB is refused ${NASTY}`],
  );
  return compareRuns(before, after);
}

/** A home with a run of each sort. */
export function sampleHome(): Home {
  const newest = sampleRow(1, { says: 'fail', sentence: `Fails: 1 of 14 suites; ${NASTY}` });
  const rows = [
    sampleRow(0, { state: 'going on', reported: false }),
    newest,
    sampleRow(2, { branch: `feature/${NASTY}`, says: 'unknown' }),
    sampleRow(3),
    sampleRow(4, { state: 'changed', why: `evidence was changed: ${NASTY}` }),
    sampleRow(5, { state: 'elsewhere', why: 'no key of this checkout signed it' }),
    sampleRow(6, { state: 'not sealed', why: 'it was killed' }),
    sampleRow(7, { state: 'gone', why: 'its evidence is not here' }),
    sampleRow(8, { stage: 'nightly', says: 'waived', rehearsal: true }),
    sampleRow(9, { stage: 'nightly' }),
    sampleRow(10, { imported: 'unit', whole: false }),
    sampleRow(11, { detection: 'a-detection' }),
    ...Array.from({ length: 5 }, (_, at) => sampleRow(30 + at * 400)),
  ];
  const compared = sampleCompared();
  const pages = new Map([[newest.id, `compared/${compared.before.id}..${newest.id}.html`]]);
  return { rows, shown: 12, compared: new Map([[newest.id, compared]]), pages, now: HOME_NOW };
}

/** A week in which something of each sort happened. */
export function samplePeriod(): Period {
  const { rows } = sampleHome();
  const { before, after } = sampleCompared();
  const objective = (id: string, of: object, title = 'Nine of ten hold.') => ({
    id,
    title,
    of,
    objective: 0.9,
    owner: 'Web team',
  });
  return periodOf({
    ...{
      title: 'Week 48 of 2026',
      from: '2026-11-23T00:00:00.000Z',
      until: '2026-12-01T00:00:00.000Z',
      rows,
      now: HOME_NOW,
    },
    summaries: new Map([after, before].map((one) => [one.id, one])),
    slos: slosSchema.parse({
      objectives: [
        objective('fast', { limits: 'http_req_duration.p95' }),
        objective('runs', { runs: 'nightly' }, `A title ${NASTY}`),
        objective('unmeasured', { requests: 'nothing' }),
      ],
      remediation: { high: 1 },
    }),
    baselines: [
      {
        suite: 'load/smoke',
        verdict: 'fail',
        said: 'against main of 2026-11-20: worse: p95 of all +12.1 %',
        run: rows[1]?.id ?? '',
      },
    ],
  });
}
