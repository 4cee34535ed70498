import { expect, it } from 'vitest';
import { judgeSteps } from './judge-steps.ts';
import { environment, type Load, samplesOf, steppedTo } from './testing/stepped-load.ts';
import { say } from '../../../../kernel/sentence.ts';

const steps = steppedTo([12, 100, 200]);

function judge(load: Load, { pressedAt = -1, abortedBy = undefined as string | undefined } = {}) {
  const pressed = (index: number) => (index === pressedAt ? 'the generator was out of CPU' : undefined);
  const samples = samplesOf(steps, load);
  const {
    checks: loadChecks,
    problems,
    steps: judged,
  } = judgeSteps({
    steps,
    samples,
    environment,
    pressed,
    abortedBy,
    proves: ['PER-02'],
  });
  const checks = loadChecks.map(({ check }) => check);
  return { loadChecks, checks, problems, outcomes: checks.map(({ outcome }) => outcome), judged };
}

it('hold where each of them does, with what was observed', () => {
  const { loadChecks, checks, problems, judged } = judge({ ms: () => 5 });
  expect(problems).toEqual([]);
  expect(loadChecks.map(({ says }) => says)).toEqual(['step', 'step', 'step']);
  expect(checks.map(({ id, outcome }) => `${outcome}: ${id}`)).toEqual([
    'passed: the limits hold at step 1 (12 iterations/s)',
    'passed: the limits hold at step 2 (100 iterations/s)',
    'passed: the limits hold at step 3 (200 iterations/s)',
  ]);
  expect(checks[2]?.detail).toBe('api: p95 5 ms of 600 requests; 0.0 % of requests failed');
  expect(checks[2]?.proves).toBeUndefined();
  expect(judged.every(({ held }) => held)).toBe(true);
});

it('fail at the one where too many requests are slow, though they are few of all', () => {
  const { checks, outcomes, judged } = judge({
    ms: (rate, index) => (rate === 200 && index % 100 < 8 ? 3000 : 5),
  });
  expect(outcomes).toEqual(['passed', 'passed', 'failed']);
  expect(checks[2]).toMatchObject({ proves: ['PER-02'] });
  expect(checks[2]?.detail).toMatch(/^api: p95 3000 ms, less than 100 ms wanted; api: p95 3000 ms of 600/);
  expect(judged[2]).toMatchObject({ held: false, rate: 200 });
});

it('fail at the one with too many errors', () =>
  expect(judge({ ms: () => 5, failed: (rate) => rate === 100 }).outcomes).toEqual([
    'passed',
    'failed',
    'passed',
  ]));

it('are skipped where a lower one was asked too little, and say why', () => {
  const { checks, problems, judged } = judge({
    ms: () => 500,
    served: (rate) => (rate === 12 ? 5 : rate),
  });
  expect(checks[0]).toMatchObject({
    outcome: 'skipped',
    detail: 'too few requests to judge it by: api: 15 requests, at least 30 are needed',
  });
  expect(judged[0]).toMatchObject({ held: false, broke: [], undecided: checks[0]?.detail });
  expect(problems).toEqual([]);
});

it('are skipped in a load without HTTP requests, and say that nothing of them was judged', () => {
  const samples = samplesOf(steps, { ms: () => 5, protocol: 'ws' });
  const pressed = () => undefined;
  const all = judgeSteps({ steps, samples, environment, pressed, abortedBy: undefined, proves: [] });
  expect(all.checks.map(({ check }) => check.outcome)).toEqual(['skipped', 'skipped', 'skipped']);
  expect(all.checks[0]?.check.detail).toMatch(/HTTP requests, and this load sent none/);
  expect(all.problems).toEqual([]);
  expect(all.hasRequests).toBe(false);
});

it('ask nothing of a service that setup() alone talked to', () => {
  const samples = samplesOf(steps, { ms: () => 5, setup: 'web' });
  const pressed = () => undefined;
  const all = judgeSteps({ steps, samples, environment, pressed, abortedBy: undefined, proves: [] });
  expect(all.checks.map(({ check }) => check.outcome)).toEqual(['passed', 'passed', 'passed']);
  expect(all).toMatchObject({ problems: [], hasRequests: true });
});

it.each<[string, Load, RegExp]>([
  [
    'the highest was asked too little',
    { ms: () => 5, served: (rate) => (rate === 200 ? 5 : rate) },
    /^step 3 \(200 iterations\/s\) had too few requests to judge it by: api: 15 requests.*Fix/,
  ],
  [
    'a lower one got no answer at all',
    { ms: () => 5, served: (rate) => (rate === 100 ? 0 : rate) },
    /^step 2 \(100 iterations\/s\) had too few requests to judge it by: api: 0 requests/,
  ],
  ['the last one was not finished', { ms: () => 5, untilMs: 11_000 }, /^step 3 .* was not finished/],
])('are unknown where %s', (_, load, problem) => {
  const { problems } = judge(load);
  expect(problems).toHaveLength(1);
  expect(say(problems[0] ?? '')).toMatch(problem);
});

it('may be missing from a load that was ended on purpose', () =>
  expect(judge({ ms: () => 5, untilMs: 11_000 }, { abortedBy: 'a threshold' })).toMatchObject({
    problems: [],
    outcomes: ['passed', 'passed'],
  }));

it('count as finished though the last sample comes a little before the end', () =>
  expect(judge({ ms: () => 5, untilMs: 11_900 }).problems).toEqual([]));

it.each([
  ['unknown', 2, ['passed', 'passed', 'skipped'], 1],
  ['what they are elsewhere', 0, ['passed', 'passed', 'failed'], 0],
])('that break under a generator out of CPU are %s', (_, pressedAt, outcomes, problems) => {
  const all = judge({ ms: (rate) => (rate === 200 ? 500 : 5) }, { pressedAt });
  expect(all.outcomes).toEqual(outcomes);
  expect(all.problems).toHaveLength(problems);
  if (problems > 0)
    expect(say(all.problems[0] ?? '')).toMatch(
      /^the limits did not hold at step 3 \(200 iterations\/s\) \(api: p95 500 ms.*\) while the generator was out of CPU\. Fix: lower/,
    );
});

it('are missed in a profile that has none', () => {
  const samples = samplesOf(steps, { ms: () => 5 });
  const pressed = () => undefined;
  const all = judgeSteps({ steps: [], samples, environment, pressed, abortedBy: undefined, proves: [] });
  expect(all.problems).toMatchObject([{ what: expect.stringContaining('no step') as string }]);
});

it('that leave the outcome open for one reason are one sentence', () => {
  const samples = samplesOf(steps, { ms: () => 500 });
  const pressed = () => 'the generator was out of CPU';
  const request = { steps, samples, environment, pressed, abortedBy: undefined, proves: [] };
  const { problems } = judgeSteps(request);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.what.match(/did not hold at step \d/g)).toHaveLength(3);
});
