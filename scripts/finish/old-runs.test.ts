import { expect, test } from 'vitest';
import { readManifest } from '../../evidence/manifest.ts';
import { readRunJson } from '../../evidence/store.ts';
import { OLD_RUNS } from '../../evidence/testing/old-runs.ts';
import { digestProblems, verify } from '../../evidence/verify.ts';
import { findRun } from '../session/find-run.ts';
import { judgeRun } from './judge-run.ts';

test('a run that an earlier version sealed verifies, and is judged as it was', async () => {
  expect(OLD_RUNS.length).toBeGreaterThan(1);
  for (const folder of OLD_RUNS) {
    const run = findRun(folder);
    expect(await verify(folder)).toEqual([]);
    expect(digestProblems(run, readManifest(run)?.manifest.digest)).toEqual([]);
    expect((await judgeRun(run)).decision.verdict).toBe(readRunJson(run).verdict);
  }
});
