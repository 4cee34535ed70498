import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunFolder } from '../../evidence/store.ts';
import { configSchema } from '../../kernel/config.ts';
import { sampleWaiver } from '../../kernel/testing/samples.ts';
import { gateRequest } from './gate-options.ts';
import { judgeRuns } from './gate-runs.ts';
import { gateJson, sayGate } from './say-gate.ts';
import { makeRun, MADE_COMMIT, type MadeRun } from './testing/made-run.ts';

const NOW = new Date('2026-11-30T12:00:00Z');
const POLICY = {
  required: ['e2e/login', 'load/soak'],
  mustProve: ['FUN-01/user-login', 'PER-04/latency'],
  kinds: ['e2e', 'load'],
  fresh: [{ stage: 'soak' as const, days: 7 }],
};
const config = (more: object = {}) =>
  configSchema.parse({ stages: { release: { ...POLICY, ...more } }, otherwise: {} });

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'gate-'))));
afterEach(() => rmSync(root, { recursive: true }));

const pr = (more: Partial<MadeRun> = {}) =>
  makeRun({
    root,
    id: '20261130_1000_main_1a2b3c4_0001',
    suites: [{ name: 'e2e/login', checks: [{ proves: ['FUN-01/user-login'] }] }],
    ...more,
  });
const soak = (more: Partial<MadeRun> = {}) =>
  makeRun({
    root,
    id: '20261125_1000_main_1a2b3c4_0002',
    endedAt: '2026-11-25T10:00:00.000Z',
    suites: [{ name: 'load/soak', checks: [{ proves: ['PER-04/latency'] }] }],
    ...more,
    facts: { stage: 'soak', ...more.facts },
  });
const decide = (runs: readonly RunFolder[], with_ = config()) =>
  judgeRuns({ runs, stage: 'release', now: NOW }, with_);
const said = async (...given: Parameters<typeof decide>) => {
  const { decision } = await decide(...given);
  return decision.reasons.map(({ verdict, run = '', what }) => `${verdict} ${run.slice(-4)} ${what}`);
};

it('the soak of last week and the pr of today pass together, and each part names its run', async () => {
  const gated = await decide([pr(), soak()]);
  expect(gated.decision.reasons).toEqual([]);
  expect(gated.decision.verdict).toBe('pass');
  expect(gateJson(gated)).toMatchObject({
    verdict: 'pass',
    suites: [
      { name: 'e2e/login', verdict: 'pass', run: '20261130_1000_main_1a2b3c4_0001' },
      { name: 'load/soak', verdict: 'pass', run: '20261125_1000_main_1a2b3c4_0002' },
    ],
    aspects: [
      { reference: 'FUN-01/user-login', state: 'proven', runs: ['20261130_1000_main_1a2b3c4_0001'] },
      { reference: 'PER-04/latency', state: 'proven', runs: ['20261125_1000_main_1a2b3c4_0002'] },
    ],
  });
  expect(sayGate(gated, { full: true })).toContain(
    'proven  PER-04: latency  20261125_1000_main_1a2b3c4_0002',
  );
});

it('the same runs, policy and time give the same answer to the letter, another policy another digest', async () => {
  const runs = [pr(), soak()];
  const [first, again, other] = [
    await decide(runs),
    await decide(runs),
    await decide(runs, config({ flakes: 1 })),
  ];
  expect(JSON.stringify(gateJson(again))).toBe(JSON.stringify(gateJson(first)));
  // The strictest counts: what the runs were planned under allows no flake.
  expect(other.policyDigest).toBe(first.policyDigest);
  expect((await decide(runs, config({ mustProve: ['FUN-01/user-login'] }))).policyDigest).not.toBe(
    first.policyDigest,
  );
});

it('what a run was planned under is demanded of it, whatever the policy says today', async () => {
  const policy = { required: ['security/sca'], mustProve: ['FUN-02/size-limit'] };
  const demanded = [{ reference: 'FUN-02/size-limit', says: 's', by: 'suite' as const }];
  expect(await said([pr({ policy, demanded }), soak()])).toEqual([
    'unknown  security/sca is required by the policy, and was not part of the run',
    'unknown  requirement FUN-02/size-limit is unproven, and the policy demands it',
  ]);
});

const rewrite = (file: string, change: (text: string) => string) =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

describe('never passes, by name:', () => {
  it.each<[string, () => readonly RunFolder[], RegExp]>([
    ['the pr alone', () => [pr()], /^unknown {2}load\/soak is required/],
    ['no sealed run', () => [pr({ unsealed: true }), soak()], /^unknown 0001 the run is not sealed/],
    ['a killed run', () => [pr({ killed: true }), soak()], /^unknown 0001 the run was interrupted/],
    [
      'a run with a problem',
      () => [pr({ problem: 'the target did not stop' }), soak()],
      /^unknown 0001 the target did not stop/,
    ],
    [
      'a run of detect',
      () => [pr({ facts: { detection: { id: 'd', defect: { id: 'x-y', title: 't' } } } }), soak()],
      /^unknown 0001 a defect was planted/,
    ],
    [
      'a stale soak',
      () => [pr(), soak({ endedAt: '2026-11-20T10:00:00.000Z' })],
      /^unknown 0002 the run is too old/,
    ],
    [
      'a stale pr',
      () => [pr({ endedAt: '2026-11-28T10:00:00.000Z' }), soak()],
      /^unknown 0001 the run is too old/,
    ],
    [
      'another version',
      () => [pr(), soak({ target: { version: '0.9.0' } })],
      /^unknown 0002 the runs are of different versions/,
    ],
    [
      'a foreign commit',
      () => [pr(), soak({ facts: { git: { branch: 'x', commit: 'beef', dirty: false } } })],
      /^unknown 0002 the runs are of different commits/,
    ],
    [
      'another environment',
      () => [
        pr(),
        soak({ facts: { environment: { name: 'prod', title: 't', owner: 'o', target: 'remote' } } }),
      ],
      /^unknown 0002 the run is of another environment/,
    ],
    [
      'a part of a soak',
      () => [pr(), soak({ endedAt: '2026-11-30T10:00:00.000Z', facts: { whole: undefined } })],
      /^unknown {2}the policy demands that stage soak has passed lately/,
    ],
    [
      'a failed suite',
      () => [
        pr(),
        soak({
          suites: [{ name: 'load/soak', checks: [{ outcome: 'failed', proves: ['PER-04/latency'] }] }],
        }),
      ],
      /^fail 0002 login › works/,
    ],
    [
      'a failure that another run did not see',
      () => [
        pr(),
        soak(),
        pr({
          id: '20261130_0900_main_1a2b3c4_0003',
          suites: [{ name: 'e2e/login', checks: [{ outcome: 'failed' }] }],
        }),
      ],
      /^fail 0003 login › works/,
    ],
    [
      'a check that carries nothing',
      () => [pr({ suites: [{ name: 'e2e/login' }] }), soak()],
      /^unknown {2}requirement FUN-01\/user-login is unproven/,
    ],
  ])('%s', async (_, runs, first) => {
    const reasons = await said(runs());
    expect(reasons[0]).toMatch(first);
  });

  it.each<[string, (run: RunFolder) => void]>([
    ['a journal that was added to', ({ journal }) => appendFileSync(journal, '{}\n')],
    [
      'run.json with another verdict',
      ({ json }) => rewrite(json, (text) => text.replace('"pass"', '"fail"')),
    ],
    [
      'a manifest of another time',
      ({ manifest }) => rewrite(manifest, (text) => text.replace('"writtenAt": "2', '"writtenAt": "3')),
    ],
    ['a file more', ({ folder }) => writeFileSync(join(folder, 'more'), '')],
    ['no manifest', ({ manifest }) => rmSync(manifest)],
  ])('%s', async (_, change) => {
    const run = pr();
    change(run);
    const { decision } = await decide([run, soak()]);
    expect(decision.verdict).toBe('unknown');
    expect(decision.reasons.some((reason) => reason.run === run.id)).toBe(true);
  });

  it('an expired waiver', async () => {
    const waivers = [sampleWaiver({ created: '2026-09-01', expires: '2026-11-01' })];
    const [first] = await said([pr(), soak()], { ...config(), waivers });
    expect(first).toContain('fail  the waiver of login › works expired on 2026-11-01');
  });
});

it('a rehearsal is told, whatever the verdict', async () => {
  const gated = await decide([pr(), soak()], config({ environments: { staging: { rehearsal: true } } }));
  expect(gated.decision).toMatchObject({ verdict: 'pass', rehearsal: true });
  expect(sayGate(gated)).toContain('in rehearsal: nobody may release on it');
});

it('a run that is given twice, and a stage without a policy, are refused', async () => {
  const run = pr();
  await expect(decide([run, run])).rejects.toThrow(/given twice/);
  await expect(judgeRuns({ runs: [run], stage: 'main', now: NOW }, config())).rejects.toThrow(
    /no policy for it/,
  );
});

it('an environment that nobody defined is refused by name', async () => {
  await expect(gateRequest([], { stage: 'release', env: 'mars' })).rejects.toThrow(
    /^--env: got "mars"; known: .*local/,
  );
});

describe('imported evidence', () => {
  const AT = '2026-11-30T09:00:00.000Z';
  const unit = (imported: object = {}, outcome: 'passed' | 'failed' = 'passed') =>
    makeRun({
      root,
      id: '20261130_1000_HEAD_1a2b3c4_0003',
      facts: {
        ...{ stage: undefined, whole: undefined },
        imported: {
          as: 'unit',
          format: 'junit',
          madeAt: AT,
          commit: MADE_COMMIT,
          author: 'ci',
          sha256: 'a',
          ...imported,
        },
      },
      suites: [{ name: 'import/unit', engine: 'import', checks: [{ proves: ['REL-09/unit'], outcome }] }],
    });
  const demands = configSchema.parse({ stages: { release: { mustProve: ['REL-09/unit'] } }, otherwise: {} });
  const stateWith = async (run: RunFolder) => {
    const { states, decision } = await decide([pr(), run], demands);
    return [decision.verdict, states.get('REL-09/unit')?.state];
  };

  it('shows what it shows', async () => {
    expect(await stateWith(unit())).toEqual(['pass', 'proven']);
  });

  it('tells nothing of the milestone that is meant, in whatever order it is given', async () => {
    const [run, own] = [pr({ facts: { phase: 'security' } }), unit()];
    for (const runs of [
      [run, own],
      [own, run],
    ])
      expect((await decide(runs, demands)).decision.verdict).toBe('pass');
  });

  it('is unknown alone: nothing of the product ran', async () => {
    const { decision } = await decide([unit()], demands);
    expect(decision.verdict).toBe('unknown');
    expect(decision.reasons.map(({ what }) => what)).toEqual([
      'all runs are of imported evidence: nobody tested the product here',
    ]);
  });

  it('fails what it fails', async () => {
    expect(await stateWith(unit({}, 'failed'))).toEqual(['fail', 'failed']);
  });

  it.each([
    ['too old', { madeAt: '2026-11-28T09:00:00.000Z' }],
    ['of another commit', { commit: 'abcdef0' }],
  ])('that is %s proves nothing, and says so', async (_, imported) => {
    expect(await stateWith(unit(imported))).toEqual(['unknown', 'unproven']);
  });

  it('that is absent is unknown', async () => {
    const { states, decision } = await decide([pr()], demands);
    expect(decision.verdict).toBe('unknown');
    expect(states.get('REL-09/unit')).toMatchObject({
      state: 'unproven',
      why: 'waits for imported evidence',
    });
  });
});
