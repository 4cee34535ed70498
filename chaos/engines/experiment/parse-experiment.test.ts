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

test('refuses options that it does not know', () => {
  expect(() => parseExperiment({ ...options, phases: [] })).toThrow('phases');
});
