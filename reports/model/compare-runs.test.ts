import { expect, it } from 'vitest';
import type { Verdict } from '../../kernel/verdict.ts';
import { compareRuns } from './compare-runs.ts';
import type { RunSummary } from './history.ts';

type Suites = RunSummary['suites'];

function run(suites: Suites, problems: readonly string[] = [], proven?: readonly string[]): RunSummary {
  return {
    id: 'a-run',
    started: '2026-11-30T10:00:00.000Z',
    environment: 'local',
    verdict: 'pass',
    suites,
    problems: [...problems],
    ...(proven && { aspects: { applicable: 9, proven: [...proven], failed: [] } }),
  };
}

const suite = (verdict: Verdict, more: Partial<Suites[string]> = {}) => ({ verdict, durationMs: 1, ...more });
const changes = (before: Suites, after: Suites) =>
  compareRuns(run(before), run(after)).suites.map((one) => [one.suite, one.change]);

it('each suite became something, and what became red comes first', () => {
  const before = {
    a: suite('pass'),
    b: suite('fail'),
    c: suite('fail'),
    d: suite('pass'),
    e: suite('waived'),
    f: suite('pass'),
  };
  const after = {
    a: suite('pass'),
    b: suite('pass'),
    c: suite('fail'),
    d: suite('fail'),
    e: suite('unknown'),
    g: suite('pass'),
    h: suite('fail'),
  };
  expect(changes(before, after)).toEqual([
    ['d', 'red'],
    ['h', 'red'],
    ['e', 'no answer'],
    ['c', 'still red'],
    ['b', 'fixed'],
    ['f', 'gone'],
    ['g', 'added'],
    ['a', 'same'],
  ]);
});

it('a failure that became unknown is no answer, and never fixed', () => {
  expect(changes({ a: suite('fail') }, { a: suite('unknown') })).toEqual([['a', 'no answer']]);
  expect(changes({ a: suite('unknown') }, { a: suite('unknown') })).toEqual([['a', 'still red']]);
});

it('a problem is fixed only where its suite gave an answer since', () => {
  const before = run({}, ['a › x', 'b › y', 'c › z', 'a › still', ' › the disk was full']);
  const after = run({ a: suite('pass'), b: suite('unknown') }, ['a › still', 'b › new']);
  expect(compareRuns(before, after).problems).toEqual({
    added: ['b › new'],
    unchanged: ['a › still'],
    fixed: ['a › x', ' › the disk was full'],
    unseen: ['b › y', 'c › z'],
  });
});

it('a finding is fixed where the suite looked again, and new where it had looked before', () => {
  const found = [{ fingerprint: 'f1', title: 'A cookie', severity: 7 }];
  const before = run({
    s: suite('pass', { findings: ['f1', 'f2'], found }),
    gone: suite('pass', { findings: ['f9'] }),
  });
  const after = run({
    s: suite('pass', { findings: ['f2', 'f3'] }),
    gone: suite('unknown'),
    first: suite('pass', { findings: ['f4'] }),
  });
  const { added, fixed, unchanged, unseen } = compareRuns(before, after).findings;
  expect(added.map((one) => one.fingerprint)).toEqual(['f3']);
  expect(fixed).toEqual([{ suite: 's', fingerprint: 'f1', title: 'A cookie', severity: 7 }]);
  expect(unchanged.map((one) => one.fingerprint)).toEqual(['f2', 'f4']);
  expect(unseen.map((one) => one.fingerprint)).toEqual(['f9']);
});

it('a limit that was loosened, went away or broke is told', () => {
  const limit = (metric: string, most: number, verdict: Verdict = 'pass') => ({
    metric,
    op: '<',
    limit: most,
    unit: 'ms',
    samples: 9,
    verdict,
  });
  const before = run({
    l: suite('pass', { limits: [limit('p95', 300), limit('p99', 900), limit('p50', 9), limit('max', 1)] }),
  });
  const after = run({
    l: suite('fail', { limits: [limit('p95', 400), limit('p50', 9, 'fail'), limit('max', 1)] }),
  });
  expect(
    compareRuns(before, after).limits.map(({ before: was, after: is }) => [was?.limit, is?.limit]),
  ).toEqual([
    [300, 400],
    [9, 9],
    [900, undefined],
  ]);
});

it('what is proven no more is told, and nothing where a run does not tell', () => {
  const { proven } = compareRuns(run({}, [], ['A', 'B']), run({}, [], ['B', 'C']));
  expect(proven).toEqual({ added: ['C'], lost: ['A'] });
  expect(compareRuns(run({}), run({}, [], ['A'])).proven).toBeUndefined();
});
