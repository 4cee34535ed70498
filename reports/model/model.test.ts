import { describe, expect, it } from 'vitest';
import { buildModel } from './model.ts';
import type { RunReport } from './run-report.ts';
import { headlineOf, policyNoteOf } from './sentence.ts';
import { waiving } from '../testing/many-findings.ts';
import { SAMPLES, sampleRun } from '../testing/sample-run.ts';

const row = (model: RunReport, suite: string) => model.decides.find((one) => one.reason.suite === suite);

describe('the verdict in one sentence', () => {
  it.each([
    [
      'pass',
      'Passes: all 7 suites, 23 checks and 14 limits hold, 1 skipped; 10 of 84 requirements proven, 7 in part, 1 not applicable; 1 check passed at a further attempt.',
    ],
    [
      'waived',
      'Passes with 1 waiver: e2e/uploads: a file over 25 MB is refused with a clear message; 10 of 84 requirements proven, 5 in part, 1 not applicable; 1 check passed at a further attempt.',
    ],
    [
      'fail',
      'Fails: 3 of 8 suites; e2e/uploads: a file over 25 MB is refused with a clear message; load/peak: http_req_duration.p95 412 ms > 300 ms; 1 more; 1 suite gave no answer; 1 check passed at a further attempt.',
    ],
    [
      'interrupted',
      'Unknown: the run was interrupted; 2 of 4 suites gave no answer, none failed; 1 check passed at a further attempt.',
    ],
    [
      'crashed',
      'Unknown: the target reference did not start: the API did not answer on 127.0.0.1 in 180 s; 7 of 7 suites gave no answer.',
    ],
  ] as const)('%s', (sample, sentence) => expect(buildModel(sampleRun(sample)).sentence).toBe(sentence));

  it('says nothing of requirements where there are none', () => {
    const none = { ...sampleRun('pass'), catalogue: { areas: [], requirements: [] } };
    expect(buildModel(none).sentence).toBe(
      'Passes: all 7 suites, 23 checks and 14 limits hold, 1 skipped; 1 check passed at a further attempt.',
    );
  });

  it('says what is wrong with a run all of whose suites answered', () => {
    const sample = sampleRun('pass');
    const problem = { what: 'stage release has no policy.', verdict: 'unknown' } as const;
    const run = { ...sample.run, problems: [problem] };
    const decision = { verdict: problem.verdict, reasons: [{ ...problem, proves: [] }] };
    expect(buildModel({ ...sample, run, decision }).sentence).toBe(
      'Unknown: stage release has no policy; 1 check passed at a further attempt.',
    );
  });

  it('names what gave no answer', () => {
    const { sentence } = buildModel(sampleRun('unknown'));
    expect(sentence).toMatch(/^Unknown: 2 of 8 suites gave no answer: load\/smoke: k6 sent no request/);
  });
});

describe('what decides', () => {
  it('takes the observed value of a limit from the evidence, apart from the limit', () => {
    const peak = row(buildModel(sampleRun('fail')), 'load/peak');
    expect(peak).toMatchObject({
      what: 'http_req_duration.p95 412 ms > 300 ms',
      expected: '≤ 300 ms',
      observed: '412 ms, from 20,431 samples',
      owner: 'Platform team',
      rerun: './harness run load/peak --env staging',
      since: { state: 'new' },
    });
  });

  it('finds expected and observed in what a tool said, and keeps the whole message', () => {
    const uploads = row(buildModel(sampleRun('fail')), 'e2e/uploads');
    expect(uploads).toMatchObject({
      what: 'a file over 25 MB is refused with a clear message',
      where: 'uploads.spec.ts, chromium',
      expected: '"This file is larger than 25 MB."',
      observed: '"Something went wrong."',
      since: { state: 'still', runs: 4 },
    });
    expect(uploads?.full).toContain('waiting for getByRole');
  });

  it('links the files that the check itself left', () => {
    const files = row(buildModel(sampleRun('fail')), 'e2e/uploads')?.files ?? [];
    expect(files.map((file) => file.role)).toEqual(['screenshot', 'trace', 'video']);
    expect(files[0]?.path).toMatch(/^e2e\/e2e\/uploads\/tests\/.*\/attempt-1\/1-screenshot\.png$/);
  });

  it('names the findings behind a broken limit', () =>
    expect(row(buildModel(sampleRun('fail')), 'security/passive')?.observed).toBe(
      '1 finding, from 318 samples; Session cookie readable by scripts (POST /login)',
    ));

  it('shows the cause alone: the limits of a broken suite are not judged', () => {
    const smoke = row(buildModel(sampleRun('unknown')), 'load/smoke');
    expect(smoke?.what).toMatch(/^k6 sent no request/);
    expect(smoke?.also).toEqual([]);
  });

  it('tells suites that never ran together, after the problem that explains it', () => {
    const { decides } = buildModel(sampleRun('crashed'));
    expect(decides.map((one) => one.what)).toEqual([
      'the target reference did not start: the API did not answer on 127.0.0.1 in 180 s',
      '7 suites were planned but never ran',
      '3 demanded aspects of 2 requirements are unproven',
    ]);
    expect(decides[1]).toMatchObject({
      owner: 'Release team',
      rerun: './harness run --stage main --env staging',
    });
    expect(decides[1]?.alike).toHaveLength(6);
  });

  it.each(SAMPLES)('loses no reason of the decision: %s', (sample) => {
    const input = sampleRun(sample);
    const told = buildModel(input).decides.flatMap((one) => [one, ...one.also, ...one.alike]);
    expect(new Set(told.map((one) => one.reason))).toEqual(new Set(input.decision.reasons));
  });
});

describe('suites', () => {
  it('list what did not run beside what did', () => {
    const { suites } = buildModel(sampleRun('fail'));
    expect(suites.find((suite) => suite.name === 'security/dependencies')).toMatchObject({
      state: 'unavailable',
      verdict: 'unknown',
      counts: { passed: 0, failed: 0, skipped: 0 },
    });
  });

  it('rerun by name, and a plain file by its path', () => {
    const input = sampleRun('pass');
    const [first] = input.run.planned;
    if (first === undefined) throw new Error('the sample has no suite');
    const rerun = (file: string) =>
      buildModel({ ...input, run: { ...input.run, planned: [{ ...first, file }] } }).suites[0]?.rerun;
    expect(rerun('e2e/suites/login/login.suite.ts')).toBe('./harness run e2e/login --env staging');
    expect(rerun('mine/my.spec.ts')).toBe('./harness run ./mine/my.spec.ts --env staging');
    expect(rerun('/elsewhere/my.spec.ts')).toBe('./harness run /elsewhere/my.spec.ts --env staging');
  });

  it('rerun as the plan says, where it says it', () => {
    const input = sampleRun('pass');
    const rerun = "./harness run './my file.js' --base-url http://127.0.0.1:3000 --engine k6 --workers 2";
    const planned = input.run.planned.map((one) => ({ ...one, rerun }));
    const model = buildModel({ ...input, run: { ...input.run, planned } });
    expect(new Set(model.suites.map((suite) => suite.rerun))).toEqual(new Set([rerun]));
  });

  it.each(['pass', 'fail'] as const)('that did not complete have no judged limits: %s', (sample) => {
    const input = sampleRun(sample);
    const evidences = input.evidences.map((one) => ({ ...one, ending: 'timed-out' as const }));
    const { suites } = buildModel({ ...input, evidences });
    const limits = suites.find((suite) => suite.name === 'load/peak')?.thresholds ?? [];
    expect(limits.map((row) => row.verdict)).toEqual(limits.map(() => 'unknown'));
    expect(limits[0]?.relation).toMatch(/^\d+ ms, not judged: the suite did not complete$/);
  });

  it('count the last attempt of a check, and name the flaky one', () => {
    const uploads = buildModel(sampleRun('pass')).suites.find((suite) => suite.name === 'e2e/uploads');
    expect(uploads?.counts).toEqual({ passed: 4, failed: 0, waived: 0, skipped: 1, expected: 4 });
    expect(uploads?.flakes).toHaveLength(1);
  });

  it('have a trend of the runs in which they ran, this one last', () => {
    const { suites } = buildModel(sampleRun('fail'));
    const trend = suites.find((suite) => suite.name === 'load/peak')?.trend.map((point) => point.verdict);
    expect(trend).toEqual(['pass', 'pass', 'pass', 'pass', 'fail', 'pass', 'fail']);
  });

  it('without an end have no duration', () => {
    const cut = buildModel(sampleRun('interrupted')).suites.find((suite) => suite.name === 'e2e/alerts');
    expect(cut).toMatchObject({ state: 'ran', durationMs: undefined });
  });
});

describe('requirements', () => {
  const find = ({ areas }: RunReport, id: string) =>
    areas.flatMap(({ rows }) => rows).find((one) => one.id === id);
  const statesOf = (model: RunReport, id: string) =>
    Object.fromEntries(find(model, id)?.aspects.map(({ reference, state }) => [reference, state]) ?? []);

  it('are what their aspects are, each with the checks behind it', () => {
    const model = buildModel(sampleRun('fail'));
    expect(find(model, 'FUN-01')).toMatchObject({ state: 'proven', demanded: true });
    expect(statesOf(model, 'FUN-02')).toEqual({
      'FUN-02/stored': 'proven',
      'FUN-02/listed': 'proven',
      'FUN-02/identical': 'proven',
      'FUN-02/type': 'unproven',
      'FUN-02/size': 'failed',
    });
    expect(find(model, 'FUN-02')).toMatchObject({ state: 'failed', demanded: false });
    expect(find(model, 'FUN-08')?.state).toBe('partly');
    expect(find(model, 'SEC-11')).toMatchObject({
      state: 'not-applicable',
      aspects: [{ why: 'Staging runs no container image.' }],
    });
    expect(find(model, 'REL-09')?.aspects[0]?.why).toBe('waits for imported evidence');
    expect(find(model, 'SEC-01')?.aspects[0]?.why).toBe('carried by security/dependencies (never ran)');
  });

  it('are waived where a failure is', () =>
    expect(statesOf(buildModel(sampleRun('waived')), 'FUN-02')).toMatchObject({ 'FUN-02/size': 'waived' }));

  it('stand the most important first in each area, and add up', () => {
    const model = buildModel(sampleRun('fail'));
    const [functional] = model.areas;
    expect(functional?.rows.map(({ id }) => id).slice(0, 4)).toEqual([
      'FUN-01',
      'FUN-02',
      'FUN-08',
      'FUN-09',
    ]);
    const { proven, partly, failed, waived, unproven, applicable } = model.totals.requirements;
    expect(proven + partly + failed + waived + unproven).toBe(applicable);
    expect(applicable).toBe(84);
  });

  it('of a run of before there were aspects are proven by one passed check', () => {
    const input = sampleRun('fail');
    const carrying = input.evidences.map((one) => ({
      ...one,
      checks: one.checks.map((check) => ({ ...check, proves: check.proves.map((of) => of.slice(0, 6)) })),
    }));
    const run = { ...input.run, demanded: undefined, notApplicable: undefined };
    const model = buildModel({ ...input, run, evidences: carrying });
    expect(find(model, 'FUN-08')).toMatchObject({ state: 'proven', aspects: [{ reference: 'FUN-08' }] });
    expect(find(model, 'CON-02')).toMatchObject({ state: 'proven', demanded: true });
    expect(find(model, 'FUN-02')?.state).toBe('failed');
  });

  it('are shown as they were demanded, whatever became of them in the catalogue', () => {
    const input = sampleRun('fail');
    const demanded = [
      { reference: 'FUN-01/user', says: 'as it was', by: 'suite' as const, kinds: ['contract'] },
      { reference: 'FUN-01/gone', says: 'for a guest', by: 'suite' as const },
    ];
    const model = buildModel({ ...input, run: { ...input.run, demanded } });
    expect(find(model, 'FUN-01')?.aspects[0]).toMatchObject({ says: 'as it was', state: 'unproven' });
    expect(find(model, 'FUN-01/gone')).toMatchObject({ demanded: true, state: 'unproven' });
  });

  it('that only checks know are listed, not lost; tags of other areas mean nothing', () => {
    const input = sampleRun('pass');
    const evidences = input.evidences.map((one) => ({
      ...one,
      checks: one.checks.map((check) => ({ ...check, proves: ['FUN-01/admn', 'ABC-12'] })),
    }));
    const model = buildModel({ ...input, evidences });
    const strange = model.areas.at(-1);
    expect(model.totals.requirements.applicable).toBe(buildModel(input).totals.requirements.applicable);
    expect(strange).toMatchObject({ code: '?', rows: [{ id: 'FUN-01/admn', state: 'proven' }] });
  });
});

describe('waivers', () => {
  it('say how many days are left and whether they were used', () =>
    expect(buildModel(sampleRun('waived')).waivers).toMatchObject([{ daysLeft: 12, used: true }]));

  it('of which one is for another suite are used in their own only', () => {
    const input = sampleRun('waived');
    const other = input.waivers.map((waiver) => ({ ...waiver, suite: 'e2e/another' }));
    const { waivers } = buildModel({ ...input, waivers: [...input.waivers, ...other] });
    expect(waivers.map(({ used }) => used)).toEqual([true, false]);
  });

  it('that match nothing say so', () => {
    const input = sampleRun('pass');
    const waiver = { ...waiving('gone'), expires: '2026-11-20' };
    expect(buildModel({ ...input, waivers: [waiver] }).waivers).toMatchObject([
      { daysLeft: -1, used: false },
    ]);
  });
});

describe('what the verdict may be taken for', () => {
  const { run, policy } = buildModel(sampleRun('pass'));
  const facts = { ...run, facts: { ...run.facts, stage: 'smoke' as const } };

  it('is a release, as far as its policy demands', () => {
    const demanding = { ...policy, required: ['e2e/login'], mustProve: ['FUN-01', 'CON-02'] };
    expect(policyNoteOf({ run: facts, policy: demanding })).toBe(
      'Held to the policy of stage smoke: 1 required suite and 2 demanded requirements (3 aspects).',
    );
    const excused = { ...facts, notApplicable: { [facts.demanded?.[0]?.reference ?? '']: 'not here' } };
    expect(policyNoteOf({ run: excused, policy: demanding })).toContain(
      '(3 aspects, 1 of them not applicable here)',
    );
  });

  it('is no release when no policy was applied', () => {
    const none = { required: [], mustProve: [], flakes: 0 };
    expect(policyNoteOf({ run: facts, policy: none })).toContain('Not held to a release policy');
  });

  it('is a rehearsal on top of every view, whatever the policy demands', () => {
    const rehearsal = { required: [], mustProve: [], flakes: 0, rehearsal: true };
    expect(policyNoteOf({ run: facts, policy: rehearsal })).toContain('nobody may release on it');
    expect(headlineOf({ verdict: 'pass', policy: rehearsal })).toBe('Pass (rehearsal)');
    expect(headlineOf({ verdict: 'pass', policy })).toBe('Pass');
  });
});
