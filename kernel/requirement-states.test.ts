import { describe, expect, it } from 'vitest';
import type { Evidence } from './evidence.ts';
import { judge } from './judge.ts';
import type { Aspect } from './requirement.ts';
import { aspectStates, bareFailures, rolledUp, type StatesInput } from './requirement-states.ts';
import {
  sampleCheck,
  sampleEvidence,
  sampleSuite,
  sampleThreshold,
  sampleWaiver,
} from './testing/samples.ts';
import type { Waiver } from './waiver.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const ADMIN: Aspect = { reference: 'FUN-01/admin', says: 'for an admin', by: 'suite' };
const WAIVER = sampleWaiver({ of: 'b' });

/** As a run of those suites is judged. */
function statesOf(
  evidences: readonly Evidence[],
  aspects: readonly Aspect[],
  more: Partial<StatesInput> & { readonly waivers?: readonly Waiver[] } = {},
) {
  const planned = evidences.map(({ suite }) => ({ suite }));
  const decisions = new Map(
    evidences.map((one) => [
      one.suite.name as string,
      judge({ suite: one.suite }, one, more.waivers ?? [], NOW),
    ]),
  );
  return aspectStates({ planned, evidences, decisions, aspects, ...more });
}

function stateOf(evidence: Partial<Evidence>, aspect = ADMIN, more: Parameters<typeof statesOf>[2] = {}) {
  return statesOf([sampleEvidence(evidence)], [aspect], more).get(aspect.reference);
}

const passed = sampleCheck({ id: 'a', proves: ['FUN-01/admin'] });
const failed = sampleCheck({ id: 'b', outcome: 'failed', proves: ['FUN-01/admin'] });

const shrunk = (time: number) => ({
  name: 'load-plan',
  at: '',
  detail: { startMs: 0, profile: 'soak', scale: { time, rate: 1 }, workers: 1, offered: [] },
});

describe('an aspect', () => {
  it('is proven by a passed check that carries it', () =>
    expect(stateOf({ checks: [passed] })).toMatchObject({ state: 'proven', checks: [{ id: 'a' }] }));

  it('is unproven where nothing carries it, and says so', () =>
    expect(stateOf({})).toEqual({ state: 'unproven', checks: [], why: 'nothing in this run carries it' }));

  it('is failed by one failure, whatever passed', () =>
    expect(stateOf({ checks: [passed, failed] })?.state).toBe('failed'));

  it('is waived where its failure is, whatever passed', () =>
    expect(stateOf({ checks: [passed, failed] }, ADMIN, { waivers: [WAIVER] })?.state).toBe('waived'));

  it.each<[string, Partial<Evidence>, string]>([
    [
      'a check that was skipped',
      { checks: [sampleCheck({ outcome: 'skipped', proves: ['FUN-01/admin'] })] },
      'skipped it',
    ],
    [
      'a check that asserted nothing, beside one that did',
      { checks: [{ ...passed, assertions: 0 }, sampleCheck({ id: 'c', assertions: 1 })] },
      'asserted nothing',
    ],
    ['a suite that broke', { checks: [passed], ending: 'timed-out' }, 'is unknown'],
    [
      'a check that names the requirement as a whole',
      { checks: [sampleCheck({ proves: ['FUN-01'] })] },
      'names FUN-01 as a whole',
    ],
  ])('is not proven by %s', (_, evidence, why) => {
    const found = stateOf(evidence);
    expect(found?.state).toBe('unproven');
    expect(found?.why).toBe(`carried by e2e/login (${why})`);
  });

  it('is not proven by a suite that nobody has judged', () => {
    const suite = sampleSuite({ proves: ['FUN-01/admin'], thresholds: [sampleThreshold()] });
    const metrics = [{ name: 'api.p95', value: 1, unit: 'ms', samples: 10 }];
    const more = { decisions: new Map() };
    expect(stateOf({ checks: [passed] }, ADMIN, more)?.state).toBe('unproven');
    expect(stateOf({ suite, metrics }, ADMIN, more)?.state).toBe('unproven');
  });

  it('is not proven by a neighbour aspect', () => {
    const checks = [sampleCheck({ proves: ['FUN-01/user', 'FUN-01/administrator'] })];
    expect(stateOf({ checks })?.state).toBe('unproven');
  });

  it('may be failed, and not proven, by a suite of another kind', () => {
    const aspect = { ...ADMIN, kinds: ['contract'] };
    expect(stateOf({ checks: [passed] }, aspect)).toMatchObject({
      state: 'unproven',
      why: 'carried by e2e/login (only contract suites prove it)',
    });
    expect(stateOf({ checks: [passed] }, { ...ADMIN, kinds: ['contract', 'e2e'] })?.state).toBe('proven');
    expect(stateOf({ checks: [failed] }, aspect)?.state).toBe('failed');
  });

  it('that asks for the whole load is not proven by a check under a shrunk one', () => {
    const whole = { ...ADMIN, whole: true as const };
    const of = (aspect: Aspect, time: number, check = passed) =>
      stateOf({ checks: [check], events: [shrunk(time)] }, aspect);
    expect(of(whole, 0.1)).toMatchObject({
      state: 'unproven',
      why: 'carried by e2e/login (ran under a shrunk load)',
    });
    expect(of(whole, 1)?.state).toBe('proven');
    expect(of(ADMIN, 0.1)?.state).toBe('proven');
    expect(of(whole, 0.1, failed)?.state).toBe('failed');
  });

  it('does not apply where the environment says so, unless it failed', () => {
    const more = (reference: string) => ({ notApplicable: { [reference]: 'there are no admins' } });
    const absent = { state: 'not-applicable', why: 'there are no admins' };
    expect(stateOf({}, ADMIN, more('FUN-01/admin'))).toMatchObject(absent);
    expect(stateOf({}, ADMIN, more('FUN-01'))).toMatchObject(absent);
    expect(stateOf({}, ADMIN, more('FUN-01/user'))?.state).toBe('unproven');
    expect(stateOf({ checks: [failed] }, ADMIN, more('FUN-01'))?.state).toBe('failed');
  });

  it('that is imported is proven by no suite', () =>
    expect(stateOf({ checks: [passed] }, { ...ADMIN, by: 'import' })).toMatchObject({
      state: 'unproven',
      why: 'waits for imported evidence',
    }));

  it('that is imported is proven by what was imported, and failed by it', () => {
    const of = (check: typeof passed, engine = 'import', name: `${string}/${string}` = 'import/unit') =>
      stateOf(
        { checks: [check], suite: sampleSuite({ name }), engine: { name: engine, toolKind: 'import' } },
        { ...ADMIN, by: 'import' },
      );
    expect(of(passed)?.state).toBe('proven');
    expect(of(failed)?.state).toBe('failed');
    expect(of(passed, 'vitest')).toMatchObject({
      state: 'unproven',
      why: 'carried by import/unit (only imported evidence proves it)',
    });
    expect(of(passed, 'import', 'e2e/login')?.state).toBe('unproven');
  });

  it('that the run itself shows is proven by its own evidence alone', () => {
    const aspect = { ...ADMIN, by: 'run' as const };
    const ofRun = (holds: boolean) => new Map([['FUN-01/admin', { holds, said: 'so it is' }]]);
    expect(stateOf({ checks: [passed] }, aspect)?.state).toBe('unproven');
    expect(stateOf({}, aspect, { ofRun: ofRun(true) })).toMatchObject({ state: 'proven', why: 'so it is' });
    expect(stateOf({}, aspect, { ofRun: ofRun(false) })?.state).toBe('failed');
    expect(stateOf({}, ADMIN, { ofRun: ofRun(true) })?.state).toBe('unproven');
  });
});

describe('a limit', () => {
  const PER: readonly Aspect[] = ['PER-04', 'PER-05'].map((reference) => ({
    reference,
    says: '',
    by: 'suite',
  }));
  const limited = (said: Parameters<typeof sampleThreshold>[0], value = 1, samples = 10, time = 1) => {
    const suite = sampleSuite({ proves: ['PER-04', 'PER-05'], thresholds: [sampleThreshold(said)] });
    const metrics = [{ name: 'api.p95', value, unit: 'ms', samples }];
    return statesOf([sampleEvidence({ suite, metrics, events: [shrunk(time)] })], PER);
  };

  it.each([
    [{}, ['PER-04', 'PER-05']],
    [{ proves: ['PER-05'] }, ['PER-05']],
    [{ proves: [] }, []],
  ])('with %j proves %j of its suite', (said, references) => {
    const proven = [...limited(said)].filter(([, { state }]) => state === 'proven');
    expect(proven.map(([reference]) => reference)).toEqual(references);
  });

  it('proves nothing that was not measured', () =>
    expect(limited({}, 1, 9).get('PER-05')?.state).toBe('unproven'));

  it('that held under a shrunk load proves nothing, one that broke fails it', () => {
    expect(limited({}, 1, 10, 0.1).get('PER-04')?.state).toBe('unproven');
    expect(limited({}, 1e9, 10, 0.1).get('PER-04')?.state).toBe('failed');
  });

  it('of a suite that never ran is told', () => {
    const suite = sampleSuite({ proves: ['PER-04'], thresholds: [sampleThreshold()] });
    const states = aspectStates({ planned: [{ suite }], evidences: [], decisions: new Map(), aspects: PER });
    expect(states.get('PER-04')?.why).toBe('carried by e2e/login (never ran)');
  });
});

describe('a requirement', () => {
  it.each([
    [['proven', 'failed'], 'failed'],
    [['proven', 'waived', 'unproven'], 'waived'],
    [['proven', 'unproven'], 'partly'],
    [['proven', 'not-applicable'], 'proven'],
    [['unproven', 'not-applicable'], 'unproven'],
    [['not-applicable', 'not-applicable'], 'not-applicable'],
    [[], 'unproven'],
  ] as const)('of %j is %s', (states, state) => expect(rolledUp(states)).toBe(state));

  it('is failed, or waived, by what names it as a whole', () => {
    const check = { suite: 's', id: 'c', outcome: 'failed' } as const;
    expect(rolledUp(['proven'], [check])).toBe('failed');
    expect(rolledUp(['proven'], [{ ...check, outcome: 'waived' }])).toBe('waived');
    const bare = sampleCheck({ id: 'b', outcome: 'failed', proves: ['FUN-01'] });
    const evidences = [sampleEvidence({ checks: [bare] })];
    const planned = [{ suite: sampleSuite() }];
    const found = bareFailures({ planned, evidences, decisions: new Map(), aspects: [] }, 'FUN-01');
    expect(found).toMatchObject([{ suite: 'e2e/login', id: 'b', outcome: 'failed' }]);
  });
});
