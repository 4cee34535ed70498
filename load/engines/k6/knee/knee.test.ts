import { expect, it } from 'vitest';
import { sampleThreshold } from '../../../../kernel/testing/samples.ts';
import { findKnee, firstStepHolds } from './knee.ts';
import { environment, type Load, samplesOf, steppedTo } from './testing/stepped-load.ts';
import { undecidedKnee } from './undecided-knee.ts';

const steps = steppedTo([10, 20, 30, 40]);
/** `pressedAt`: the step in which the generator was out of CPU. */
const kneeOf = (load: Load, pressedAt = -1) =>
  findKnee(steps, samplesOf(steps, load), environment, (index) =>
    index === pressedAt ? 'the generator was out of CPU' : undefined,
  );
const firstLevelOf = (load: Load, pressedAt?: number) =>
  firstStepHolds(kneeOf(load, pressedAt), 'iterations/s');

it('is the last rate before the limits break, and says what broke', () => {
  const knee = kneeOf({ ms: (rate) => (rate > 25 ? 150 : 50) });
  expect(knee.rate).toBe(20);
  expect(knee.steps.map(({ rate, held }) => [rate, held])).toEqual([
    [10, true],
    [20, true],
    [30, false],
    [40, false],
  ]);
  expect(knee.steps[2]?.broke[0]).toBe('api: p95 150 ms, less than 100 ms wanted');
});

it('breaks with errors, and with a rate that is not served', () => {
  expect(kneeOf({ ms: () => 5, failed: (rate) => rate === 30 }).rate).toBe(20);
  const slow = kneeOf({ ms: () => 5, served: (rate) => Math.min(rate, 33) });
  expect([slow.rate, slow.steps[3]?.broke[0]]).toEqual([30, '33.0 of 40 iterations/s ended']);
});

it('of users does not break where fewer iterations a second end than there are users', () => {
  const users = steppedTo([20, 40], 'users');
  const knee = findKnee(users, samplesOf(users, { ms: () => 5, served: () => 15 }), environment);
  expect(knee.rate).toBe(40);
  expect(firstStepHolds(knee, 'users').check?.check.detail).toBe('at 20 users');
});

it('holds no step that was asked too little to be judged', () => {
  const knee = kneeOf({ ms: () => 5, served: (rate) => (rate === 10 ? 1 : rate) });
  expect(knee.rate).toBeUndefined();
  expect(knee.steps[0]?.broke.join()).toContain('too few to judge by');
});

it('fails where the first step broke, and is unknown where none was finished', () => {
  expect(firstLevelOf({ ms: () => 5 }).check?.check).toMatchObject({ outcome: 'passed' });
  expect(firstLevelOf({ ms: () => 500 }).check?.check).toMatchObject({ outcome: 'failed' });
  expect(firstLevelOf({ ms: () => 5, untilMs: 2000 })).toEqual({
    problem: expect.objectContaining({ what: 'not one step of the load was finished.' }) as object,
  });
});

it('is unknown where the first step sent too few requests to be judged, and fails where it was not served either', () => {
  expect(firstLevelOf({ ms: () => 5, protocol: 'ws' })).toEqual({
    problem: {
      what: expect.stringMatching(
        /^nothing can be told of the limits at 10 iterations\/s: fewer than 30 requests /,
      ) as string,
      fix: expect.stringMatching(/^steps are judged by HTTP/) as string,
    },
  });
  expect(firstLevelOf({ ms: () => 5, served: () => 1 }).check?.check).toMatchObject({ outcome: 'failed' });
});

it('is not known where the first step broke, nor of steps that were not finished', () => {
  expect(kneeOf({ ms: () => 500 }).rate).toBeUndefined();
  const halted = kneeOf({ ms: () => 5, untilMs: 9000 });
  expect([halted.rate, halted.steps.length]).toEqual([20, 2]);
});

it('is unknown where the generator was out of CPU when the first step broke', () => {
  expect(firstLevelOf({ ms: () => 500 }, 0)).toEqual({
    problem: {
      what: expect.stringMatching(
        /^the limits did not hold at 10 iterations\/s \(api: p95 500 ms.*\) while the generator was out of CPU\.$/,
      ) as string,
      fix: expect.stringMatching(/^lower/) as string,
    },
  });
  expect(firstLevelOf({ ms: () => 5 }, 0).check?.check).toMatchObject({ outcome: 'passed' });
});

it('that is only known to be at least something is undecided where no threshold asks for it', () => {
  const knee = kneeOf({ ms: (rate) => (rate > 25 ? 150 : 50) }, 2);
  const other = sampleThreshold({ metric: 'http_req_failed.rate', op: '<', limit: 1 });
  for (const thresholds of [[], [other]])
    expect(undecidedKnee(knee, 'iterations/s', thresholds)?.what).toContain('the knee is at least 20');
});

it.each([
  ['found by the product alone', -1, 25, undefined],
  ['at least what is asked for', 2, 20, undefined],
  ['at least something, and less than is asked for', 2, 25, 'the knee is at least 20 iterations/s, but'],
])('is %s', (_, pressedAt, limit, undecided) => {
  const knee = kneeOf({ ms: (rate) => (rate > 25 ? 150 : 50) }, pressedAt);
  expect(knee.rate).toBe(20);
  const said = undecidedKnee(knee, 'iterations/s', [
    sampleThreshold({ metric: 'knee.rate', op: '>=', limit }),
  ]);
  if (undecided === undefined) expect(said).toBeUndefined();
  else expect(said?.what).toContain(undecided);
});
