import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readRun } from '../../evidence/read-run.ts';
import {
  endSampleRun,
  planSample,
  runSampleSuite,
  SAMPLE_ID,
  startSampleRun,
} from '../../evidence/testing/sample-run.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { InfraError } from '../../kernel/errors.ts';
import type { RunStatus } from '../../kernel/run-journal.ts';
import { sampleSuite } from '../../kernel/testing/samples.ts';
import { judgeRun } from './judge-run.ts';

/** A run whose only suite passed. */
async function begunRun(id = SAMPLE_ID) {
  const sample = startSampleRun(id);
  onTestFinished(() => sample.remove());
  planSample(sample, ['e2e/login']);
  await runSampleSuite(sample, 'e2e/login');
  return sample;
}

/** One that is not sealed yet. */
async function runThatEnded(status: RunStatus | undefined) {
  const { journal, run } = await begunRun();
  if (status !== undefined) journal.append({ type: 'ended', data: { status } });
  journal.close();
  return run;
}

async function sealedRun(id = SAMPLE_ID) {
  const sample = await begunRun(id);
  await endSampleRun(sample);
  return sample.run;
}

const judgeUnsealed = (run: RunFolder) => judgeRun(run, readRun(run, { unsealed: true }));

test('a run passes when its suite passed and it came to its end', async () => {
  expect((await judgeUnsealed(await runThatEnded('completed'))).decision.verdict).toBe('pass');
  expect((await judgeRun(await sealedRun())).decision).toMatchObject({ verdict: 'pass', reasons: [] });
});

test('a run is held to the aspects that were demanded when it was planned, with what does not apply and what it shows itself', async () => {
  const sample = startSampleRun();
  onTestFinished(() => sample.remove());
  const aspect = (reference: string, by: 'suite' | 'run' = 'suite') => ({ reference, says: 's', by });
  const mustProve = ['FUN-01', 'FUN-02/size', 'EVI-02/owner'];
  sample.journal.append({
    type: 'planned',
    data: {
      planned: [{ suite: sampleSuite(), toolKind: 'e2e', file: 'login.suite.ts' }],
      policy: { required: [], mustProve, flakes: 0 },
      demanded: [aspect('FUN-01/of-then'), aspect('FUN-02/size'), aspect('EVI-02/owner', 'run')],
      notApplicable: { 'FUN-02': 'no uploads here' },
      skipped: [],
    },
  });
  await runSampleSuite(sample, 'e2e/login');
  await endSampleRun(sample);
  const { decision, ofRun } = await judgeRun(sample.run);
  expect(decision.verdict).toBe('unknown');
  expect(decision.reasons.map(({ what }) => what)).toEqual([
    'requirement FUN-01/of-then is unproven, and the policy demands it',
  ]);
  expect(ofRun.get('EVI-02/owner')?.holds).toBe(true);
});

test('a run is held to what had been run lately, and had no place, when it was planned', async () => {
  const judged = async (more: object) => {
    const sample = startSampleRun();
    onTestFinished(() => sample.remove());
    const planned = [{ suite: sampleSuite(), toolKind: 'e2e', file: 'login.suite.ts' }];
    const fresh = [{ stage: 'soak' as const, days: 7 }];
    const policy = { required: ['chaos/pause'], mustProve: [], flakes: 0, fresh };
    sample.journal.append({ type: 'planned', data: { planned, policy, skipped: [], ...more } });
    await runSampleSuite(sample, 'e2e/login');
    await endSampleRun(sample);
    return (await judgeRun(sample.run)).decision;
  };
  const soak = { stage: 'soak', run: 'r', verdict: 'pass', daysAgo: 1, version: '1.2.3', digest: 'd' };
  const skipped = [{ name: 'chaos/pause', reason: 'it needs processes', notApplicable: true }];
  expect(await judged({ fresh: [soak], skipped })).toMatchObject({ verdict: 'pass', reasons: [] });
  expect((await judged({})).reasons.map(({ what }) => what)).toEqual([
    expect.stringContaining('chaos/pause is required by the policy') as string,
    expect.stringContaining('stage soak has passed lately') as string,
  ]);
});

test('a run that is not sealed is unknown for everybody but who is about to seal it', async () => {
  const { decision } = await judgeRun(await runThatEnded('completed'));
  expect(decision.verdict).toBe('unknown');
  expect(decision.reasons[0]).toMatchObject({
    what: expect.stringMatching(/^the run is not sealed: manifest\.json is missing/) as string,
    fix: expect.stringContaining('./harness heal') as string,
  });
});

test.each([
  ['was interrupted', 'interrupted'],
  ['was killed', undefined],
] as const)('a run that %s after its last suite had passed is unknown', async (_, status) => {
  const { decision, record } = await judgeUnsealed(await runThatEnded(status));
  expect(decision.suites.get('e2e/login')?.verdict).toBe('pass');
  expect(decision.verdict).toBe('unknown');
  expect(decision.reasons[0]?.what).toBe('the run was interrupted before its target was stopped');
  expect(record.problems).toEqual([{ what: decision.reasons[0]?.what }]);
});

test('what a kill left before it said what it is, is told so', async () => {
  const { run } = await begunRun();
  for (const file of [run.json, run.journal]) rmSync(file);
  await expect(judgeRun(run)).rejects.toThrow(/it was killed before it could say what it is.* Fix: /);
  await expect(judgeUnsealed(run)).rejects.toThrow(InfraError);
});

describe('evidence that was changed is unknown:', () => {
  const JOURNAL = 'e2e/e2e/login/journal.ndjson';
  const rewrite = (file: string, change: (text: string) => string) =>
    writeFileSync(file, change(readFileSync(file, 'utf8')));

  test("another run's journal, with which file, what is wrong and what to do, for the run and for its suite", async () => {
    const run = await sealedRun();
    const other = await sealedRun('20261121_0313_main_1a2b3c4_0000');
    cpSync(join(other.folder, JOURNAL), join(run.folder, JOURNAL));
    const { decision, record } = await judgeRun(run);
    expect(decision.verdict).toBe('unknown');
    const told = {
      verdict: 'unknown',
      what: expect.stringMatching(
        /^evidence was changed: .*journal\.ndjson is of run 20261121_0313_main_1a2b3c4_0000, not of/,
      ) as string,
      fix: expect.stringContaining(`evidence verify ${run.id}`) as string,
    };
    expect(decision.suites.get('e2e/login')).toMatchObject({ verdict: 'unknown', reasons: [told] });
    expect(decision.reasons).toContainEqual(expect.objectContaining({ ...told, suite: 'e2e/login' }));
    expect(decision.reasons.some(({ suite, what }) => suite === undefined && /SHA-256/.test(what))).toBe(
      true,
    );
    expect(record.planned[0]?.unavailable?.what).toMatch(/^evidence was changed/);
  });

  test.each<[string, (run: RunFolder) => void]>([
    [
      'an attachment',
      ({ folder }) => rewrite(join(folder, 'e2e/e2e/login/logs/tool.log'), (text) => `${text}x`),
    ],
    ['run.json', ({ json }) => rewrite(json, (text) => text.replace('"pass"', '"fail"'))],
    ['run.ndjson', ({ journal }) => rewrite(journal, (text) => text.replace('smoke', 'stage'))],
    [
      'the manifest',
      ({ manifest }) => rewrite(manifest, (text) => text.replace('"writtenAt": "2', '"writtenAt": "3')),
    ],
    ['a missing manifest', ({ manifest }) => rmSync(manifest)],
    ['a file more', ({ folder }) => writeFileSync(join(folder, 'more'), '')],
  ])('%s', async (_, change) => {
    const run = await sealedRun();
    change(run);
    expect((await judgeRun(run)).decision.verdict).toBe('unknown');
  });

  test('where nothing is left that says what the run was, that is said', async () => {
    const run = await sealedRun();
    for (const file of [run.json, run.journal]) writeFileSync(file, '');
    const judged = judgeRun(run);
    await expect(judged).rejects.toThrow(InfraError);
    await expect(judged).rejects.toThrow(/evidence was changed: run\.json .*; run\.ndjson .* Fix: /);
  });
});
