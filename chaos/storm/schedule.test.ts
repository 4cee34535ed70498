import { expect, test } from 'vitest';
import { onlySteps, type Step, stormSchedule } from './schedule.ts';

const candidates = ['api', 'postgres', 'redis', 'web'].flatMap((touches, subject) =>
  [0, 1, 2].map((fault) => ({ fault, subject, touches })),
);
const storm = { seed: 7, atOnce: 2, onMs: { least: 4_000, most: 8_000 }, calmMs: 6_000 };
const FOR_MS = 300_000;
const seeds = Array.from({ length: 50 }, (_, seed) => seed);
const schedules = seeds.map((seed) => stormSchedule({ ...storm, seed }, FOR_MS, candidates));

test('the same seed gives the same storm, another one another', () => {
  expect(stormSchedule(storm, FOR_MS, candidates)).toEqual(stormSchedule(storm, FOR_MS, candidates));
  expect(new Set(schedules.map((steps) => JSON.stringify(steps))).size).toBe(seeds.length);
});

test('a longer storm begins as a shorter one', () => {
  const short = stormSchedule(storm, FOR_MS / 2, candidates);
  expect(short.length).toBeGreaterThan(5);
  expect(stormSchedule(storm, FOR_MS, candidates).slice(0, short.length)).toEqual(short);
});

test.each(seeds)('seed %d keeps within its guardrails, and does enough', (seed) => {
  const steps = schedules[seed] ?? [];
  // In five minutes, faults of 6 s on average, two at once at most.
  expect(steps.length).toBeGreaterThan(25);
  expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
  for (const { fromMs, untilMs, touches, number } of steps) {
    expect(untilMs).toBeLessThanOrEqual(FOR_MS);
    expect(untilMs - fromMs).toBeGreaterThanOrEqual(storm.onMs.least);
    expect(untilMs - fromMs).toBeLessThanOrEqual(storm.onMs.most);
    const before = steps.filter((one) => one.number < number);
    expect(before.filter((one) => one.untilMs > fromMs).length).toBeLessThan(storm.atOnce);
    expect(before.filter((one) => one.touches === touches && one.untilMs + storm.calmMs > fromMs)).toEqual(
      [],
    );
  }
});

test('over many storms all that may come does, and some of it at once', () => {
  const all = schedules.flat();
  const drawn = new Set(all.map(({ fault, subject }) => `${fault} ${subject}`));
  expect(drawn.size).toBe(candidates.length);
  const isAtOnce = (steps: readonly Step[]) =>
    steps.some(({ fromMs, number }) => steps.some((one) => one.number < number && one.untilMs > fromMs));
  expect(schedules.filter(isAtOnce).length).toBeGreaterThan(seeds.length / 2);
});

test('a storm of what may never come is empty', () => {
  expect(stormSchedule(storm, FOR_MS, [])).toEqual([]);
  expect(stormSchedule(storm, 3_999, candidates)).toEqual([]);
});

const step = (number: number, fromMs: number, untilMs: number): Step => ({
  number,
  fromMs,
  untilMs,
  fault: 0,
  subject: 0,
  touches: `part ${number}`,
});
const timesOf = (steps: readonly Step[]) =>
  steps.map(({ number, fromMs, untilMs }) => [number, fromMs, untilMs]);
const three = [step(1, 1_000, 5_000), step(2, 4_000, 8_000), step(3, 30_000, 35_000)];

test('what is left of a storm lies as far over each other as before, without the time in which nothing is on', () => {
  expect(timesOf(onlySteps(three, [1, 2, 3], 2_000))).toEqual([
    [1, 0, 4_000],
    [2, 3_000, 7_000],
    [3, 9_000, 14_000],
  ]);
  expect(timesOf(onlySteps(three, [3], 2_000))).toEqual([[3, 0, 5_000]]);
  expect(timesOf(onlySteps(three, [2, 3], 2_000))).toEqual([
    [2, 0, 4_000],
    [3, 6_000, 11_000],
  ]);
});

test('what was closer together than that stays so', () => {
  const close = [step(1, 0, 4_000), step(2, 5_000, 9_000), step(3, 9_500, 12_000)];
  expect(timesOf(onlySteps(close, [1, 2, 3], 2_000))).toEqual(timesOf(close));
});
