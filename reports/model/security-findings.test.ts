import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../kernel/evidence.ts';
import { buildModel, summaryOf } from './model.ts';
import { levelOf } from './security-findings.ts';
import { waiving } from '../testing/many-findings.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { suiteOf } from '../testing/sample-suite.ts';

describe('findings', () => {
  it.each([
    [9, 'critical'],
    [8.9, 'high'],
    [7, 'high'],
    [4, 'medium'],
    [3.9, 'low'],
  ])('of severity %d are %s', (severity, level) => expect(levelOf(severity)).toBe(level));

  it('are counted by level, worst first, once for each fingerprint', () => {
    const { rows, counts } = suiteOf('fail', 'security/passive').findings;
    expect(counts).toEqual({ critical: 0, high: 1, medium: 1, low: 1 });
    expect(rows.map((row) => row.level)).toEqual(['high', 'medium', 'low']);
  });

  it('are new, known or waived, these last, and those that are gone are counted', () => {
    const input = sampleRun('fail');
    const [high, old] = suiteOf('fail', 'security/passive').findings.rows;
    if (high === undefined || old === undefined) throw new Error('the sample has no findings');
    const [last] = input.previous ?? [];
    if (last === undefined) throw new Error('the sample has no history');
    const suites = {
      'security/passive': { verdict: 'pass' as const, durationMs: 1, findings: [old.fingerprint, 'gone'] },
    };
    const waiver = waiving(high.fingerprint);
    const model = buildModel({ ...input, previous: [{ ...last, suites }], waivers: [waiver] });
    const findings = model.suites.find((suite) => suite.name === 'security/passive')?.findings;
    expect(findings?.rows.map((row) => row.state)).toEqual(['known', 'new', 'waived']);
    expect(findings?.fixed).toBe(1);
    const elsewhere = buildModel({ ...input, waivers: [{ ...waiver, suite: 'security/other' }] });
    const there = elsewhere.suites.find((suite) => suite.name === 'security/passive')?.findings;
    expect(there?.rows.map((row) => row.state)).not.toContain('waived');
  });

  it('are as old as the first of the runs that have had them one after another', () => {
    const input = sampleRun('fail');
    const [high, old] = suiteOf('fail', 'security/passive').findings.rows;
    if (high === undefined || old === undefined) throw new Error('the sample has no findings');
    const [last] = input.previous ?? [];
    if (last === undefined) throw new Error('the sample has no history');
    const run = (day: number, findings?: readonly string[]) => ({
      ...{ ...last, id: `run-${day}`, started: `2020-01-0${day}T00:00:00.000Z` },
      suites: {
        'security/passive': {
          verdict: 'pass' as const,
          durationMs: 1,
          ...(findings && { findings: [...findings] }),
        },
      },
    });
    const ages = (...previous: readonly ReturnType<typeof run>[]) =>
      buildModel({ ...input, previous })
        .suites.find((suite) => suite.name === 'security/passive')
        ?.findings.rows.slice(0, 2)
        .map(({ since }) => since?.slice(0, 10));
    const both = [high.fingerprint, old.fingerprint];
    expect(ages(run(1, both), run(2, [old.fingerprint]), run(3), run(4, both))).toEqual([
      '2020-01-04',
      '2020-01-01',
    ]);
    expect(ages(run(1, both), run(2, []))).toEqual([undefined, undefined]);
    expect(ages()).toEqual([undefined, undefined]);
  });

  it.each<[string, (one: Evidence) => Evidence]>([
    ['did not complete', (one) => ({ ...one, ending: 'interrupted' })],
    ['never looked', (one) => ({ ...one, metrics: [] })],
  ])('of a scan that %s count none as gone, and are no history', (_how, spoil) => {
    const input = sampleRun('fail');
    const [last] = input.previous ?? [];
    if (last === undefined) throw new Error('the sample has no history');
    const suites = { 'security/passive': { verdict: 'pass' as const, durationMs: 1, findings: ['gone'] } };
    const evidences = input.evidences.map((one) =>
      one.suite.name === 'security/passive' ? spoil({ ...one, findings: [] }) : one,
    );
    const model = buildModel({ ...input, evidences, previous: [{ ...last, suites }] });
    expect(model.suites.find((one) => one.name === 'security/passive')?.findings.fixed).toBeUndefined();
    expect(summaryOf(model).suites['security/passive']).not.toHaveProperty('findings');
  });
});
