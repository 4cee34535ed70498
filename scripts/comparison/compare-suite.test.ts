import { describe, expect, it } from 'vitest';
import { comparisonSchema } from '../../reports/load/comparison.ts';
import type { Baseline } from './baseline.ts';
import { compareSuite, RULE } from './compare-suite.ts';
import { sayComparison } from './say-comparison.ts';
import { fabricatedBaseline } from './testing/fabricated-baseline.ts';
import { samplePlan } from './testing/fabricated-load.ts';

const before = fabricatedBaseline({ seed: 1 });
const alike = fabricatedBaseline({ seed: 2 }, { branch: 'feature', run: 'run-2' });
const slower = fabricatedBaseline({ seed: 2, factor: 1.15 });
const chosen = { baseline: before, file: 'baselines/main/load/stress.json', chosen: 'own branch' };
const compare = (after: Baseline, despite = false) => compareSuite(chosen, after, despite);
const with_ = (more: Partial<Baseline>) => ({ ...alike, ...more });

describe('a load suite against its baseline', () => {
  it('passes when it is as before', () => {
    const { verdict, rows, reason } = compare(alike);
    expect({ verdict, reason }).toEqual({ verdict: 'pass', reason: undefined });
    expect(rows.map(({ measure, group }) => `${measure} ${group}`)).toEqual([
      ...['all', 'api:module-0', 'api:module-1'].flatMap((group) =>
        ['p95', 'p50', 'errors'].map((measure) => `${measure} ${group}`),
      ),
      'throughput all',
      'api.memory_bytes target',
    ]);
  });

  it('fails when latencies rose by 15 %, and says which', () => {
    const { verdict, reason, rows } = compare(slower);
    expect(verdict).toBe('fail');
    expect(reason).toMatch(/^worse: p95 of all \+1\d\.\d %, p50 of all \+1\d\.\d %, p95 of .*, \d more$/);
    expect(rows[0]).toMatchObject({ verdict: 'worse', unit: 'ms', windows: { before: 57, after: 57 } });
    expect(rows.find(({ measure }) => measure === 'throughput')?.verdict).toBe('alike');
  });

  it('passes when it became faster', () => {
    expect(compareSuite({ ...chosen, baseline: slower }, before, false).verdict).toBe('pass');
  });

  it('only shows gauges: they decide nothing', () => {
    const doubled = { ...alike.series, gauges: slower.series.gauges };
    const { verdict, rows } = compare(with_({ series: doubled }));
    expect(rows.at(-1)).toMatchObject({ measure: 'api.memory_bytes', verdict: 'worse', decides: false });
    expect(verdict).toBe('pass');
  });

  it('is unknown where a group is missing that the baseline has', () => {
    const [all, ...groups] = alike.series.groups;
    const lacking = { ...alike.series, groups: [...(all ? [all] : []), ...groups.slice(1)] };
    const { verdict, reason } = compare(with_({ series: lacking }));
    expect(verdict).toBe('unknown');
    expect(reason).toContain('too little was measured of p95 of api:module-0');
  });

  it('is unknown with too few windows', () => {
    const short = fabricatedBaseline({ seed: 2, minutes: 10 });
    const series = { ...short.series, windows: short.series.windows.slice(0, 7) };
    expect(compare(with_({ series })).reason).toBe('the run has 7 comparable windows; at least 8 are needed');
  });
});

describe('another place', () => {
  it.each<[string, Partial<Baseline>]>([
    ['cores: 2 before, 8 now', { machine: { ...before.machine, cores: 8 } }],
    ['memory: 4.29 GB before, 8.59 GB now', { machine: { ...before.machine, memoryMb: 8192 } }],
    ['CPU: Sample CPU before, Other CPU now', { machine: { ...before.machine, cpu: 'Other CPU' } }],
    [
      'operating system: Linux 6.1 before, Linux 7.0 now',
      { machine: { ...before.machine, os: 'Linux 7.0.1' } },
    ],
    ['environment: local before, staging now', { environment: 'staging' }],
    ['target: reference before, shop now', { target: { name: 'shop', version: '1' } }],
  ])('%s: is not compared, unless asked, and then said', (difference, more) => {
    const silent = compare(with_(more));
    expect(silent).toMatchObject({ verdict: 'unknown', rows: [] });
    expect(silent.reason).toContain(difference);
    expect(compare(with_(more), true)).toMatchObject({ verdict: 'pass', despite: [difference] });
  });

  const pods = { os: 'elsewhere: 2 k6 runners', cores: 0, memoryMb: 0 };
  it.each<[string, Partial<Baseline>, Partial<Baseline>]>([
    [
      'before (elsewhere: 2 k6 runners) and now (elsewhere: 2 k6 runners)',
      { machine: pods },
      { machine: pods },
    ],
    ['before (elsewhere: 2 k6 runners)', { machine: pods }, {}],
    ['now (elsewhere: 2 k6 runners)', {}, { machine: pods }],
  ])('nobody knows what the pods ran on, %s: is not compared, unless asked', (when, was, is) => {
    const baseline = { ...chosen, baseline: { ...before, ...was } };
    const difference = `machine: nobody knows what the pods ran on, ${when}`;
    const silent = compareSuite(baseline, with_(is), false);
    expect(silent).toMatchObject({ verdict: 'unknown', rows: [] });
    expect(silent.reason).toBe(`another place: ${difference}.`);
    expect(silent.fix).toContain('--despite-machine');
    const asked = compareSuite(baseline, with_(is), true);
    expect(asked).toMatchObject({ verdict: 'pass', despite: [difference] });
  });

  it('is none by a patch of the system, a little memory, or a new version of the target', () => {
    const machine = { ...before.machine, os: 'Linux 6.1.99', memoryMb: 4000 };
    expect(compare(with_({ machine, target: { name: 'reference', version: '2.0.0' } })).verdict).toBe('pass');
  });
});

describe('another load', () => {
  const load = (more: Partial<Baseline['load']>) => with_({ load: { ...before.load, ...more } });
  it.each<[string, Baseline]>([
    ['profile: stress before, soak now', load({ profile: 'soak' })],
    ['rate scale: 1 before, 0.5 now', load({ scale: { time: 1, rate: 0.5 } })],
    ['the profile was changed since', load({ offered: samplePlan(11).offered })],
  ])('%s: is never compared', (difference, after) => {
    for (const despite of [false, true]) {
      const { verdict, reason } = compare(after, despite);
      expect(verdict).toBe('unknown');
      expect(reason).toContain(difference);
    }
  });
});

it('a comparison says against what, each measure, and what it is held to', () => {
  const suites = [compare(slower, true)];
  const comparison = comparisonSchema.parse({
    ...{
      format: 1,
      run: 'run-2',
      comparedAt: '2026-11-21T04:00:00.000Z',
      verdict: 'fail',
      rule: RULE,
      suites,
    },
  });
  const said = sayComparison(comparison);
  expect(said).toContain(
    '✗ fail load/stress against main 1a2b3c4 of 2026-11-21 (own branch): worse: p95 of all +',
  );
  expect(said).toMatch(/ {2}p95 +all +9\d(\.\d)? ms +1\d\d ms +\+1\d\.\d % +< 0\.001 +✗ worse/);
  expect(said).toMatch(/ {2}errors +all +0\.00 % +0\.00 % +\+0\.00 points +1\.000 +alike/);
  expect(said).toMatch(/api\.memory_bytes +target +1\d\d MB .* \(only shown\)/);
  expect(said).toContain('at most 1 % false alarms a suite; changes below 5 % (errors: 0.1 points)');
});
