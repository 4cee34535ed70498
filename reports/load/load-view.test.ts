import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../kernel/evidence.ts';
import { buildModel } from '../model/model.ts';
import { loadPlots } from './load-plots.ts';
import { bucketEvent, loadEvidence, planEvent } from '../testing/load-evidence.ts';
import { driftEvent, kneeEvent } from '../testing/load-events.ts';
import { loadRun } from '../testing/load-run.ts';
import { driftOf, undecidedDrift } from './drift.ts';
import { sayCutShort, sayUnreadable } from './cut-short.ts';
import { kneeOf, kneeStretches, stepRows } from './knee.ts';
import { loadFacts } from './load-facts.ts';
import { loadRecordOf } from './load-record.ts';
import { whyNoDashboard } from './no-dashboard.ts';
import { sayScale, sayShrunkRun, shrunkNote } from './scale.ts';

const TEN_MINUTES = { fromMs: 0, untilMs: 600_000, from: 5, target: 5 };
const plan = planEvent({
  profile: 'soak',
  offered: [{ scenario: 'main', unit: 'iterations/s', stages: [TEN_MINUTES] }],
});
const twenty = Array.from({ length: 20 }, (_, index) => bucketEvent(index));
const kept = (events: Evidence['events'], ending: Evidence['ending'] = 'interrupted') =>
  sayCutShort({ evidence: loadEvidence(events, { ending }) });

describe('a load that did not come to its end', () => {
  it.each([
    [
      'interrupted',
      'Interrupted after 3 min 20 s of 10 min: what follows holds the 20 buckets that were kept.',
    ],
    ['timed-out', 'Timed out after 3 min 20 s of 10 min: what follows holds the 20 buckets that were kept.'],
    ['completed', undefined],
  ] as const)('%s: says %s', (ending, said) => expect(kept([plan, ...twenty], ending)).toBe(said));

  it('says how much it holds, whatever is missing', () => {
    expect(kept([])).toBe('Interrupted: no measurement over time was kept.');
    expect(kept([bucketEvent(0)], { error: 'x', cause: 'infra' })).toBe(
      'Broke off after 10 s: what follows holds the 1 bucket that was kept.',
    );
    const series = [0, 1].map((second) => ({ second, requests: 1, errors: 0 }));
    expect(sayCutShort({ evidence: loadEvidence([], { ending: 'interrupted' }), series })).toBe(
      'Interrupted after 2.0 s: what follows holds everything until then.',
    );
  });

  it('is drawn from its buckets', () => {
    const events = [
      plan,
      bucketEvent(0, [], { iterations: 50, dropped: 2 }),
      bucketEvent(1, [], { iterations: 40 }),
    ];
    const [iterations, ...others] = loadPlots({ evidence: loadEvidence(events) }).map(String);
    expect(others).toHaveLength(3);
    for (const said of ['offered max 5/s', 'achieved max 5/s', 'dropped max 0.2/s', '>20 s</text>'])
      expect(iterations).toContain(said);
  });

  it.each([
    [[12, 9.5], 'Users: offered'],
    [[undefined, undefined], 'Users: offered'],
  ])('shows users offered, and %j at work where its buckets tell', (users, said) => {
    const offered = [{ scenario: 'main', unit: 'users' as const, stages: [TEN_MINUTES] }];
    const buckets = users.map((one, index) =>
      bucketEvent(index, [], one === undefined ? {} : { users: one }),
    );
    const [plotted] = loadPlots({ evidence: loadEvidence([planEvent({ offered }), ...buckets]) }).map(String);
    expect(plotted).toContain(said);
    expect(plotted?.includes('achieved max 12')).toBe(users[0] !== undefined);
  });

  it('is not drawn from one bucket alone', () =>
    expect(loadPlots({ evidence: loadEvidence([bucketEvent(0)]), series: undefined })).toEqual([]));

  it('says what could not be read', () => {
    const broken = { ...bucketEvent(0), detail: {} };
    expect(sayUnreadable({ evidence: loadEvidence([broken]) })).toMatch(
      /^1 event of the load could not be read/,
    );
    expect(sayUnreadable({ evidence: loadEvidence([]) })).toBeUndefined();
  });
});

describe('a shrunk load', () => {
  const shrunk = (time: number, rate: number, profile?: string) =>
    loadEvidence([planEvent({ scale: { time, rate }, ...(profile !== undefined && { profile }) })]);

  it('says by how much, and of what', () => {
    expect(shrunkNote(shrunk(0.1, 0.5, 'stress'))).toBe(
      'Shrunk: time × 0.1, rate × 0.5: not the whole load of profile stress.',
    );
    expect(shrunkNote(shrunk(1, 0.5))).toBe('Shrunk: rate × 0.5: not the whole load of its script.');
    expect(shrunkNote(shrunk(1, 2))).toBeUndefined();
    expect(shrunkNote(loadEvidence([]))).toBeUndefined();
    expect(sayScale({ time: 1, rate: 1 })).toBe('');
  });

  it('stands in the one sentence of its run', () => {
    const whole = { name: 'load/whole', evidence: shrunk(1, 1) };
    const one = { name: 'load/one', evidence: shrunk(0.1, 1) };
    const two = { name: 'load/two', evidence: shrunk(0.2, 1) };
    expect(sayShrunkRun([whole])).toBe('');
    expect(sayShrunkRun([whole, one])).toBe(' under a shrunk load (time × 0.1)');
    expect(sayShrunkRun([one, two])).toBe(' under shrunk loads (load/one time × 0.1; load/two time × 0.2)');
    expect(sayShrunkRun([one, two, { ...two, name: 'load/three' }])).toBe(' under shrunk loads (3 suites)');
    expect(buildModel(loadRun()).sentence).toMatch(
      /^Fails under a shrunk load \(time × 0.1, rate × 0.5\): 3 of 4 suites; /,
    );
  });
});

describe('a knee', () => {
  const { knee } = loadRecordOf(loadEvidence([kneeEvent()]));
  const steps = knee?.steps ?? [];

  it('is the last rate that held, with what broke after it', () => {
    expect(kneeOf(knee, undefined)?.said).toBe(
      'held at 150/s, broke at 200/s: api: p95 310 ms, less than 300 ms wanted',
    );
    expect(kneeOf(undefined, undefined)).toBeUndefined();
    expect(kneeOf({ steps: [] }, undefined)).toBeUndefined();
  });

  it('may lie beyond what was tried, or before it', () => {
    expect(kneeOf({ steps: steps.slice(0, 2) }, undefined)?.said).toMatch(
      /^not reached: everything held up to 100\/s/,
    );
    expect(kneeOf({ steps: steps.slice(4) }, undefined)?.said).toMatch(
      /^the first step broke already, broke at 250\/s/,
    );
  });

  it('is not the generator’s, which may end the search too', () => {
    const [first, second] = steps.map((step) => ({
      ...step,
      held: false,
      undecided: 'the generator was full',
    }));
    const [one] = steps;
    if (one === undefined || first === undefined || second === undefined) throw new Error('no steps');
    expect(kneeOf({ steps: [one, second] }, undefined)?.said).toBe(
      'at least 50/s; at 100/s the generator was full',
    );
    expect(kneeOf({ steps: [first] }, undefined)?.said).toBe('not found; at 50/s the generator was full');
    expect(stepRows({ steps: [one, second] }, undefined).map(({ said, why }) => [said, why])).toEqual([
      ['held', ''],
      ['undecided', 'the generator was full'],
    ]);
    expect(kneeStretches({ steps: [second] }, undefined)[0]?.broke).toBe(false);
  });

  it('is drawn step by step, in the unit of the plan', () => {
    const users = planEvent({ offered: [{ scenario: 'main', unit: 'users', stages: [] }] });
    const { plan: ofUsers } = loadRecordOf(loadEvidence([users]));
    expect(kneeStretches(knee, ofUsers)[3]).toEqual({
      name: '200 users',
      fromMs: 90_000,
      untilMs: 120_000,
      broke: true,
    });
  });
});

describe('drift', () => {
  it('shows what drifts first, with its interval', () => {
    const drift = driftOf(loadRecordOf(loadEvidence([driftEvent()])).drift);
    expect(drift?.confidence).toBe('95 %');
    expect(drift?.rows[0]).toEqual({
      name: 'worker.memory_mb',
      usual: '131 MB',
      perHour: '+4.1 MB',
      interval: '+3.8 MB to +4.4 MB',
      drifts: true,
      verdict: 'drifts',
    });
    expect(drift?.rows[1]).toMatchObject({
      name: 'p95',
      interval: '−0.31 ms to +0.55 ms',
      verdict: 'no drift shown',
    });
    expect(driftOf(undefined)).toBeUndefined();
  });

  it.each([
    [1, 2, 'rises within its limit'],
    [-2, -1, 'falls'],
    [-1, 1, 'no drift shown'],
  ])('between %d and %d an hour, and not judged to drift, %s', (low, high, verdict) => {
    const series = { name: 'p95', unit: 'ms', level: 9, perHour: 0, low, high, points: 20, drifts: false };
    const drift = driftOf({ fromMs: 0, untilMs: 1, confidence: 0.99, series: [series] });
    expect(drift?.rows[0]?.verdict).toBe(verdict);
  });

  it('gives the reasons of what could not be decided', () => {
    const TOO_WIDE = { what: 'p95 is too wide.', fix: 'a longer run' };
    const event = { name: 'drift-undecided', at: '', detail: { reasons: ['p95 has 9 windows', TOO_WIDE] } };
    expect(undecidedDrift(loadEvidence([event, { ...event, detail: {} }]))).toEqual([
      { what: 'p95 has 9 windows' },
      TOO_WIDE,
    ]);
  });
});

describe('the facts of a load', () => {
  it('leave out what nobody recorded', () => expect(loadFacts({ evidence: loadEvidence([]) })).toEqual([]));

  it('say profile, scale, plan, processes, offer and knee', () => {
    const [stress, knee] = buildModel(loadRun()).suites;
    const facts = (row: typeof stress) =>
      Object.fromEntries(loadFacts(row ?? {}).map(({ name, said }) => [name, said]));
    expect(facts(stress)).toEqual({
      Profile: 'stress',
      Scale: 'time × 0.1, rate × 0.5',
      Planned: 'up to 200 iterations/s, 3 min',
      'k6 processes': '2',
      Offered: '125/s on average, 122/s achieved (97.3 %)',
      Dropped: expect.stringMatching(/iterations$/) as string,
    });
    expect(facts(knee)).toMatchObject({
      Scale: 'whole',
      Knee: expect.stringMatching(/^held at 150\/s/) as string,
    });
  });

  const lasting = (untilMs: number) => [
    { scenario: 'main', unit: 'users' as const, stages: [{ ...TEN_MINUTES, untilMs }] },
  ];
  it.each([
    [{ workers: 4, offered: lasting(60_000) }, /each of the 4 k6 processes would have shown its part/],
    [{ offered: lasting(600_001) }, /none is made of a load of more than ten minutes/],
    [{ offered: [] }, /a load whose length k6 is not told beforehand/],
    [{ offered: lasting(600_000) }, /wrote none of this one/],
  ])('say of %j why there is none', (more, said) => {
    const { plan: planned } = loadRecordOf(loadEvidence([planEvent(more)]));
    expect(whyNoDashboard(planned)).toMatch(said);
  });

  it('say nothing of a dashboard where no load was planned', () =>
    expect(whyNoDashboard(undefined)).toBeUndefined());
});
