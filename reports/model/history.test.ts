import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../kernel/gate.ts';
import { earlier, keyOf, sinceWhen, type RunSummary } from './history.ts';
import { buildModel, summaryOf } from './model.ts';
import { previousRuns } from './previous-runs.ts';
import { sampleRun } from '../testing/sample-run.ts';

const reason: Reason = { verdict: 'fail', suite: 'e2e/login', what: 'a', check: 'a', proves: [] };

function run(day: number, bad: boolean, suites = ['e2e/login']): RunSummary {
  return {
    id: `run-${day}`,
    started: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`,
    environment: 'local',
    verdict: bad ? 'fail' : 'pass',
    suites: Object.fromEntries(suites.map((name) => [name, { verdict: 'pass' as const, durationMs: 1 }])),
    problems: bad ? [keyOf(reason)] : [],
  };
}

describe('since when something is wrong', () => {
  it('is a first run without a run that could have seen it', () => {
    expect(sinceWhen(reason, [])).toEqual({ state: 'first run', runs: 1 });
    expect(sinceWhen(reason, [run(3, false, ['load/peak'])])).toEqual({ state: 'first run', runs: 1 });
  });

  it('is new when the run before was well', () =>
    expect(sinceWhen(reason, [run(3, false), run(2, false)])).toEqual({ state: 'new', runs: 1 }));

  it('is still there since the first run of an unbroken row', () => {
    const runs = [run(4, true), run(3, true), run(2, false)];
    expect(sinceWhen(reason, runs)).toEqual({ state: 'still', runs: 3, from: '2026-11-03T00:00:00Z' });
  });

  it('passes over runs in which its suite did not run', () => {
    const runs = [run(4, true), run(3, false, ['load/peak']), run(2, true), run(1, false)];
    expect(sinceWhen(reason, runs)).toMatchObject({ state: 'still', runs: 3 });
  });

  it('is new when it is back after the run before was well: a regression is no flake', () =>
    expect(sinceWhen(reason, [run(3, false), run(2, true), run(1, false)])).toEqual({
      state: 'new',
      runs: 1,
    }));

  it('is still there when the run before had it, whatever was before that', () =>
    expect(sinceWhen(reason, [run(5, true), run(4, false), run(3, true), run(2, false)])).toMatchObject({
      state: 'still',
      runs: 2,
    }));

  it('is flaky when it came anew three times within ten runs, this one included', () => {
    const often = [false, true, false, true, false].map((bad, index) => run(20 - index, bad));
    expect(sinceWhen(reason, often)).toEqual({ state: 'flaky', runs: 1 });
    const long = [...Array<boolean>(6).fill(false), true, false, true, false];
    const seldom = long.map((bad, index) => run(20 - index, bad));
    expect(sinceWhen(reason, seldom)).toEqual({ state: 'new', runs: 1 });
  });

  it('tells problems of one suite apart by check, and else by what was broken', () => {
    const others: Reason[] = [
      reason,
      { ...reason, check: 'b' },
      { verdict: 'unknown', what: 'a', proves: [] },
      { verdict: 'fail', suite: 'e2e/login', what: 'p95 <= 300 ms', proves: [] },
    ];
    expect(new Set(others.map(keyOf)).size).toBe(4);
  });

  it('looks only at what started before, newest first', () => {
    const runs = [run(2, true), run(9, true), run(5, true), run(4, true)];
    expect(earlier(runs, 'run-5', '2026-11-05T00:00:00Z').map((one) => one.id)).toEqual(['run-4', 'run-2']);
  });
});

describe('the summaries of earlier runs', () => {
  it('are read back as they were written, and what is broken is passed over', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reports-'));
    try {
      const summary = summaryOf(buildModel(sampleRun('fail')));
      const files = { good: JSON.stringify(summary), torn: '{"id":', strange: '{"id": 1}' };
      for (const [name, text] of Object.entries(files)) {
        await mkdir(join(folder, name));
        await writeFile(join(folder, name, 'summary.json'), text);
      }
      expect(await previousRuns(folder)).toEqual([summary]);
      expect(await previousRuns(folder, 'staging')).toHaveLength(1);
      expect(await previousRuns(folder, 'prod')).toEqual([]);
      expect(await previousRuns(join(folder, 'nowhere'))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are those of releases: runs of detect neither count nor push others out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reports-'));
    try {
      const summary = summaryOf(buildModel(sampleRun('pass')));
      for (let number = 0; number < 60; number += 1) {
        const name = String(100 + number);
        await mkdir(join(folder, name));
        const detection = number === 0 ? {} : { detection: 'some-detection' };
        await writeFile(join(folder, name, 'summary.json'), JSON.stringify({ ...summary, ...detection }));
      }
      expect(await previousRuns(folder)).toEqual([summary]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('name every problem of the run, also those told together', () => {
    const crashed = summaryOf(buildModel(sampleRun('crashed')));
    expect(crashed.problems).toHaveLength(sampleRun('crashed').decision.reasons.length);
    expect(summaryOf(buildModel(sampleRun('waived'))).problems).toEqual([]);
    const { run } = sampleRun('pass');
    const made = { ...run, facts: { ...run.facts, detection: { id: 'd' } } };
    expect(summaryOf(buildModel({ ...sampleRun('pass'), run: made })).detection).toBe('d');
    const model = buildModel(sampleRun('pass'));
    expect(summaryOf(model)).not.toHaveProperty('rehearsal');
    const facts = { ...model.run.facts, phase: 'security' as const };
    expect(summaryOf({ ...model, run: { ...model.run, facts } }).phase).toBe('security');
    expect(summaryOf({ ...model, policy: { ...model.policy, rehearsal: true } }).rehearsal).toBe(true);
  });

  it('keep the findings of suites that looked for some', () => {
    const { suites } = summaryOf(buildModel(sampleRun('fail')));
    expect(suites['security/passive']?.findings).toHaveLength(3);
    expect(suites['e2e/login']).not.toHaveProperty('findings');
    expect(suites).not.toHaveProperty('security/dependencies');
  });
});
