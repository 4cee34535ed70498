import { expect, it } from 'vitest';
import type { Check, Evidence } from '../../../kernel/evidence.ts';
import type { PlannedSuite } from '../../../kernel/plan.ts';
import { judgeSuites } from './judge-suites.ts';

const suite = { name: 'contract/a', thresholds: [], expects: { checks: 1 }, proves: [] };
const planned = [{ suite }] as unknown as readonly PlannedSuite[];

const check = (outcome: Check['outcome'], detail?: string): Check => ({
  ...{ id: 'a.ts › holds', outcome, durationMs: 1, proves: ['CON-04'], attempt: 1, assertions: 1 },
  ...(detail !== undefined && { detail }),
});
const judged = (checks: readonly Check[], ending: Evidence['ending'] = 'completed') => {
  const evidence = {
    suite,
    startedAt: '',
    checks,
    metrics: [],
    findings: [],
    artifacts: [],
    events: [],
    ending,
  };
  const ran = { name: 'contract/a', evidence: evidence as unknown as Evidence, durationMs: 1 };
  return judgeSuites([{ ...ran, stopped: ending === 'interrupted' }], planned);
};

it('a check that compared kills, with its words and what it carries, though the suite was stopped then', () => {
  const { killed } = judged([check('failed', 'AssertionError: expected 3 to be 2')], 'interrupted');
  expect(killed).toEqual({
    sight: {
      suite: 'contract/a',
      what: 'a.ts › holds',
      observed: 'AssertionError: expected 3 to be 2',
      proves: ['CON-04'],
    },
    grossly: false,
  });
});

it.each([
  'expected 200 but was 500',
  'AssertionError: expected 500 to be 200',
  'Error: POST /x answered 503 {"error":{}}',
])('kills grossly: %s', (detail) => {
  expect(judged([check('failed', detail)]).killed?.grossly).toBe(true);
});

it('a number that happens to be 500 is no failure of the server', () => {
  expect(judged([check('failed', 'AssertionError: expected 20 to be 500')]).killed?.grossly).toBe(false);
});

it('a check that waited for what it expects is told apart: it may come later on a busy machine', () => {
  const { killed, waited, doubtful } = judged([
    check('failed', 'Error: expected within 6 s: the end; observed last: 3'),
  ]);
  expect([killed, waited?.what, doubtful]).toEqual([undefined, 'a.ts › holds', []]);
});

it('a check that only waited in vain is doubtful, and so is a suite that broke off', () => {
  expect(judged([check('failed', 'TimeoutError: timed out')])).toMatchObject({
    killed: undefined,
    doubtful: [{ suite: 'contract/a' }],
  });
  expect(judged([], { error: 'set-up failed', cause: 'suite' }).doubtful).toHaveLength(1);
  expect(judged([check('passed')], 'timed-out').doubtful).toHaveLength(1);
});

it('has survived a suite that ended by itself and passed, and none that was stopped', () => {
  expect(judged([check('passed')])).toEqual({
    ...{ killed: undefined, waited: undefined, doubtful: [], passed: ['contract/a'] },
  });
  expect(judged([check('passed')], 'interrupted')).toEqual({
    ...{ killed: undefined, waited: undefined, doubtful: [], passed: [] },
  });
});
