import { expect, test } from 'vitest';
import { ConfigError } from '../../../kernel/errors.ts';
import { faultNames } from './find-fault.ts';
import { parseExperiment } from './parse-experiment.ts';
import { say } from '../../../kernel/sentence.ts';

const latency = { fault: 'latency', link: 'api-postgres', options: { latencyMs: 200 } };
const options = {
  hypothesis: 'The API stays up.',
  faults: [latency],
  load: { script: './load.k6.ts' },
  phasesMs: { before: 5000, during: 5000, after: 5000 },
  recoveryWithinMs: 5000,
  probe: { url: 'api', path: '/health', during: { status: 200, withinMs: 1000 } },
};

function problemsOf(changes: object): readonly string[] {
  try {
    parseExperiment({ ...options, ...changes });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(say);
    throw error;
  }
  return [];
}

test('gives each fault with its own options checked, and fills in what has a default', () => {
  const { faults, load, canaryTimeoutMs } = parseExperiment(options);
  expect(faults.map(({ fault, subject, options }) => [fault.name, subject, options])).toEqual([
    ['latency', { kind: 'link', name: 'api-postgres' }, { latencyMs: 200 }],
  ]);
  expect(load.perSecond).toBe(5);
  expect(canaryTimeoutMs).toBe(2000);
});

test('names the known faults when one is unknown', () => {
  expect(problemsOf({ faults: [{ ...latency, fault: 'flood' }] })).toEqual([
    `faults.0.fault: unknown fault "flood"; known: ${faultNames().join(', ')}`,
  ]);
});

test('lists the problems of every fault at once, with their paths', () => {
  const faults = [
    { ...latency, options: { latencyMs: 'much' } },
    { fault: 'blackout', link: 'api-redis', options: { hard: true } },
  ];
  const problems = problemsOf({ faults });
  expect(problems[0]).toMatch(/^faults\.0\.options\.latencyMs: .*number/);
  expect(problems[1]).toMatch(/^faults\.1\.options: .*hard/);
});

test.each([
  [
    { fault: 'latency', process: 'api', options: latency.options },
    /^faults\.0: got process "api"; latency disturbs a link\. Fix: .*`link: '…'`/,
  ],
  [
    { fault: 'process-pause', link: 'api-postgres' },
    /^faults\.0: got link "api-postgres"; process-pause disturbs a process\. Fix: .*`process: '…'`/,
  ],
])('refuses a subject that the fault cannot take: %j', (fault, said) => {
  expect(problemsOf({ faults: [fault] })).toEqual([expect.stringMatching(said)]);
});

test.each([
  [{ fault: 'latency' }, 'got none; a fault names one subject: link, process, network'],
  [{ ...latency, process: 'api' }, 'got link and process; a fault names one subject: link, process, network'],
])('refuses what does not name one subject: %j', (fault, said) => {
  expect(() => parseExperiment({ ...options, faults: [fault] })).toThrow(said);
});

test('refuses two faults on one link, for each would hide the other from the canary', () => {
  const problems = problemsOf({ faults: [latency, { ...latency, fault: 'blackout', options: {} }] });
  expect(problems).toEqual(['faults: link "api-postgres" is named twice; allowed: one fault for each link']);
});

test.each([
  ['a fault phase too short for its two canaries', { canaryTimeoutMs: 2600 }, /phasesMs\.during/],
  [
    'an answer that is only due after the fault',
    { probe: { ...options.probe, during: { status: 503, withinMs: 5001 } } },
    /probe\.during\.withinMs/,
  ],
])('refuses %s', (_, changes, said) => {
  expect(problemsOf(changes).join()).toMatch(said);
});

const storm = {
  seed: 1,
  faults: [{ fault: 'latency', options: { latencyMs: 50 } }, { fault: 'process-kill' }],
  subjects: [
    { link: 'api-postgres', touches: 'postgres' },
    { process: 'api', touches: 'api' },
  ],
  onMs: { least: 5000, most: 8000 },
  calmMs: 5000,
};
const stormy = {
  faults: undefined,
  storm,
  phasesMs: { ...options.phasesMs, during: 120_000 },
  probe: { url: 'api', path: '/health' },
};

test('a storm has the faults that its subjects can take, and is over with the last of them', () => {
  const { faults, phasesMs } = parseExperiment({ ...options, ...stormy });
  expect(new Set(faults.map(({ fault, subject }) => `${fault.name} ${subject.name}`))).toEqual(
    new Set(['latency api-postgres', 'process-kill api']),
  );
  expect(phasesMs.during).toBe(Math.max(...faults.map(({ untilMs }) => untilMs)));
});

test.each<[string, object, RegExp]>([
  ['a storm beside faults', { faults: [latency] }, /^faults: got some beside a `storm`/],
  ['neither', { storm: undefined, probe: options.probe }, /^faults: got none; name one, or a `storm`/],
  [
    'a fault that nobody knows',
    { storm: { ...storm, faults: [{ fault: 'flood' }] } },
    /^storm\.faults\.0\.fault/,
  ],
  ['no time to recover', { storm: { ...storm, calmMs: 4999 } }, /^storm\.calmMs: got 4999 ms; at least 5000/],
  [
    'faults that no canary sees in time',
    { canaryTimeoutMs: 2600 },
    /^storm\.onMs\.least: got 5000 ms; at least 5200/,
  ],
  [
    'a storm that is too short',
    { phasesMs: { ...options.phasesMs, during: 4000 } },
    /^storm: nothing comes in 4000 ms/,
  ],
  [
    'what nothing has as its number',
    { storm: { ...storm, only: [500] } },
    /^storm\.only: got 500; the storm has \d+ faults/,
  ],
  ['an answer that depends', { probe: options.probe }, /^probe\.during: goes with `faults`/],
])('refuses of a storm: %s', (_, changes, said) => {
  expect(problemsOf({ ...stormy, ...changes }).join('\n')).toMatch(said);
});

test('refuses faults whose probe says nothing of what it must answer', () => {
  expect(problemsOf({ probe: stormy.probe }).join()).toMatch(/^probe\.during: got none/);
});

test('a fault may come later than the others, if canaries see it in time', () => {
  const later = { fault: 'blackout', link: 'api-redis', afterMs: 1000 };
  expect(
    parseExperiment({ ...options, faults: [latency, later] }).faults.map(({ fromMs }) => fromMs),
  ).toEqual([0, 1000]);
  expect(problemsOf({ faults: [latency, { ...later, afterMs: 1001 }] }).join()).toMatch(
    /^phasesMs\.during: got 5000 ms; at least 5001 is needed, for .*, and the last fault comes after 1001 ms$/,
  );
});

test('refuses options that it does not know', () => {
  expect(() => parseExperiment({ ...options, phases: [] })).toThrow('phases');
});
