import { expect, it } from 'vitest';
import { finalTrials, modulesOf, scoreOf, scoresBy, shareOf } from './score.ts';
import type { MutantOutcome, Trial } from './trial.ts';

const trial = (id: string, outcome: MutantOutcome, kind = 'contract', file = 'p/api/a.ts'): Trial => ({
  mutant: { id, file, start: 0, line: 1, original: 'a', replacement: 'b', mutator: 'M', own: false },
  ...{ diff: '', kind, outcome, passed: [], durationMs: 1 },
});

it('gives the interval of Wilson', () => {
  const { from, to } = shareOf(42, 69);
  expect([from.toFixed(3), to.toFixed(3)]).toEqual(['0.491', '0.715']);
  expect(shareOf(10, 10).to).toBe(1);
  expect(shareOf(10, 10).from).toBeCloseTo(0.722, 3);
  expect(shareOf(0, 0)).toMatchObject({ from: 0, to: 1 });
});

it('counts what survived, what no suite runs and gross kills, and leaves out what did not start or is unknown', () => {
  const outcomes: MutantOutcome[] = [
    'killed',
    'killed grossly',
    'survived',
    'not covered',
    'not started',
    'unknown',
  ];
  const score = scoreOf(outcomes.map((outcome) => ({ outcome })));
  expect(score.killed).toMatchObject({ of: 2, all: 4 });
  expect(score.specifically).toMatchObject({ of: 1, all: 4 });
});

it('takes a mutant that suites of a later kind killed for killed', () => {
  const trials = [
    trial('1', 'survived'),
    trial('1', 'killed', 'e2e'),
    trial('2', 'not covered'),
    trial('2', 'survived', 'e2e'),
  ];
  expect(finalTrials(trials).map(({ outcome }) => outcome)).toEqual(['killed', 'survived']);
});

it('scores each module, the weakest first', () => {
  const trials = [
    trial('1', 'killed'),
    trial('2', 'survived', 'contract', 'p/web/pages/b.eta'),
    trial('3', 'unknown'),
  ];
  expect(scoresBy(trials, modulesOf(trials)).map(({ part }) => part)).toEqual(['web', 'api']);
});
