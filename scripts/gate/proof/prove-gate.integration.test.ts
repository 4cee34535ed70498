import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { configSchema } from '../../../kernel/config.ts';
import { makeRun, MADE_COMMIT } from '../testing/made-run.ts';
import { MADE_CONFIG, makeGoodEvidence } from './made-evidence.ts';
import { OPERATORS } from './mutants.ts';
import { proofRequest } from './proof-request.ts';
import { proveGate, verdictOfProof } from './prove-gate.ts';
import { sayProof } from './say-proof.ts';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'proof-'))));
afterEach(() => rmSync(root, { recursive: true }));

it('whatever is made worse in runs that pass flips the verdict, by each operator', async () => {
  const proof = await proveGate({});
  expect(proof.mutants.filter(({ flipped }) => !flipped)).toEqual([]);
  expect(new Set(proof.mutants.map(({ operator }) => operator))).toEqual(new Set(OPERATORS));
  expect(proof.of).toBe(proof.mutants.length);
  expect(proof.verdict).toBe('pass');
  expect(sayProof(proof)).toContain('no survivor');
});

it('a survivor is explained by what the plan, the policy or a waiver says', async () => {
  const run = makeRun({
    root,
    id: '20261130_1000_main_1a2b3c4_0009',
    suites: [{ name: 'e2e/login', checks: [{ id: 'a' }, { id: 'b' }], expects: 1 }],
  });
  const request = { ...makeGoodEvidence(root).request, runs: [run] };
  const config = { ...MADE_CONFIG, stages: { release: { required: [], mustProve: [], flakes: 0 } } };
  const { mutants } = await proveGate({ request, config });
  const survivors = mutants.filter(({ flipped }) => !flipped);
  expect(
    survivors.map(({ operator, what, because }) => `${operator} ${what}: ${because ?? '?'}`).toSorted(),
  ).toEqual([
    expect.stringMatching(/^emptied check a, skipped: 2 checks ran, and expects\.checks asks for 1/),
    expect.stringMatching(/^emptied check b, skipped: 2 checks ran/),
    expect.stringMatching(/^other environment another milestone: a run alone/),
    expect.stringMatching(/^other environment by target: a run alone/),
    expect.stringMatching(/^other version commit of the checkout: a run alone has none to differ from/),
    expect.stringMatching(/^other version commit of the target: a run alone/),
    expect.stringMatching(/^other version of the target: a run alone/),
    expect.stringMatching(/^removed check a: 2 checks ran/),
    expect.stringMatching(/^removed check b: 2 checks ran/),
  ]);
});

it('of imported evidence too, which has a commit and a day, and no version or milestone', async () => {
  const { request, config } = makeGoodEvidence(root);
  const run = makeRun({
    root,
    id: '20261130_1000_HEAD_1a2b3c4_0003',
    facts: {
      ...{ stage: undefined, whole: undefined },
      imported: {
        ...{ as: 'unit', format: 'junit', author: 'ci', sha256: 'a' },
        ...{ madeAt: '2026-11-30T09:00:00.000Z', commit: MADE_COMMIT },
      },
    },
    suites: [{ name: 'import/unit', engine: 'import', checks: [{ proves: ['REL-09/unit'] }] }],
  });
  const release = { ...config.stages.release, mustProve: ['REL-09/unit'] };
  const proof = await proveGate({
    request: { ...request, runs: [...request.runs, run] },
    config: configSchema.parse({ ...config, stages: { release } }),
  });
  const beside = { ...config.stages.release, required: [], kinds: [], fresh: [], mustProve: ['REL-09/unit'] };
  const alone = await proveGate({
    request: { ...request, runs: [...request.runs.slice(0, 1), run] },
    config: configSchema.parse({ ...config, stages: { release: beside } }),
  });
  expect(alone.base).toBe('pass');
  expect(alone.mutants.filter(({ flipped, because }) => !flipped && because === undefined)).toEqual([]);
  const own = proof.mutants.filter((mutant) => mutant.run === run.id);
  expect(own.filter(({ flipped }) => !flipped)).toEqual([]);
  expect(own.map(({ what }) => what)).toContain('commit of what was imported');
});

it('a hole, or too few that flip, fails; of runs that do not pass nothing is shown', async () => {
  const seed = { rule: 'r', verdict: 'fail' as const, blocked: true, said: [] };
  const mutant = {
    operator: 'flipped' as const,
    run: 'r',
    what: 'w',
    verdict: 'fail' as const,
    flipped: true,
  };
  const survivor = { ...mutant, verdict: 'pass' as const, flipped: false };
  const of = (
    mutants: readonly (typeof mutant | (typeof survivor & { because?: string }))[],
    blocked = true,
  ) => verdictOfProof([{ ...seed, blocked }], { base: 'pass', mutants });
  const many = Array.from({ length: 19 }, () => mutant);
  expect(of([...many, { ...survivor, because: 'b' }])).toBe('pass');
  expect(of([...many.slice(1), { ...survivor, because: 'b' }])).toBe('fail');
  expect(of([...many, survivor])).toBe('fail');
  expect(of(many, false)).toBe('fail');
  expect(verdictOfProof([seed], { base: 'unknown', mutants: [] })).toBe('unknown');

  const { request, config } = makeGoodEvidence(root);
  const proof = await proveGate({ request: { ...request, runs: request.runs.slice(1) }, config });
  expect(proof).toMatchObject({ base: 'unknown', verdict: 'unknown', mutants: [] });
  expect(sayProof(proof)).toContain('the runs come to unknown as they are');
});

it('a smaller sample is part of the larger', async () => {
  const [few, more] = [await proveGate({ most: 5 }), await proveGate({ most: 9 })];
  expect(more.mutants.slice(0, 5)).toEqual(few.mutants);
});

it.each([{ env: 'local' }, { phase: 'security' }, { at: '2026-11-30' }, { stage: 'smoke' }])(
  'what is asked of runs is refused where none is named: %o',
  async (more) => {
    await expect(proofRequest([], { stage: 'release', ...more }, '5')).rejects.toThrow(/and no run that it/);
  },
);
