import type { Mutation } from '../detection/mutants/mutation.ts';
import type { MutantOutcome, Trial } from '../detection/mutants/trial.ts';

/** A mutant with that outcome, in a file whose text could do harm to a page. */
export function sampleTrial(id: string, outcome: MutantOutcome, file = 'shop/api/carts/store.ts'): Trial {
  const [original, replacement] = ['total > "<b>"', 'total >= "<b>"'];
  return {
    mutant: { id, file, start: 10, line: 3, original, replacement, mutator: 'EqualityOperator', own: false },
    diff: `${file}:3\n- if (${original}) return;\n+ if (${replacement}) return;`,
    kind: 'contract',
    outcome,
    ...(outcome.startsWith('killed') && {
      sight: {
        suite: 'contract/carts',
        what: 'carts.contract.ts › a <cart> of exactly the limit @CON-04/400',
        observed: 'AssertionError: expected 200 to be 400',
        proves: ['CON-04/400'],
      },
    }),
    passed: outcome === 'survived' ? ['contract/carts', 'contract/access'] : [],
    durationMs: 9000,
  };
}

export function sampleMutation(more: Partial<Mutation> = {}): Mutation {
  return {
    id: '20261130_1200_main_abcdef0_1234',
    startedAt: '2026-11-30T12:00:00.000Z',
    endedAt: '2026-11-30T12:30:00.000Z',
    environment: 'local',
    target: 'shop',
    tree: 'a'.repeat(64),
    seed: 7,
    sampled: 5,
    all: 1234,
    kinds: ['contract', 'e2e'],
    complete: true,
    trials: [
      sampleTrial('1', 'killed'),
      sampleTrial('2', 'killed grossly'),
      sampleTrial('3', 'survived', 'shop/web/pages/cart.eta'),
      sampleTrial('4', 'not covered'),
      sampleTrial('5', 'not started'),
    ],
    clean: [
      {
        run: '',
        durationMs: 60_000,
        suites: [{ name: 'contract/carts', verdict: 'pass', problems: [], failed: [] }],
      },
    ],
    tookMs: { mutants: 45_000, clean: 60_000 },
    ...more,
  };
}
