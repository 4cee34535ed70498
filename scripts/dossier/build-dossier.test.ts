import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { configSchema } from '../../kernel/config.ts';
import { dossierSchema } from '../../reports/dossier/dossier.ts';
import { judgeRuns } from '../gate/gate-runs.ts';
import { makeRun } from '../gate/testing/made-run.ts';
import { buildDossier, textOfDossier } from './build-dossier.ts';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'dossier-'))));
afterEach(() => rmSync(root, { recursive: true }));

const RISKS = { rollback: { plan: 'go back', owner: 'o', minutes: 5 }, risks: [] };
const LOGIN = 'FUN-01/user-login';

function made(config: object = {}, given: { authors?: string[]; approvers?: string; now?: string } = {}) {
  const run = makeRun({
    root,
    id: `20261130_1000_main_1a2b3c4_${Math.random().toString(16).slice(2, 6)}`,
    suites: [{ name: 'e2e/login', checks: [{ proves: [LOGIN] }] }],
  });
  return { run, build: () => build(run) };
  async function build(of: typeof run) {
    const stages = { release: { mustProve: [LOGIN] } };
    const parsed = configSchema.parse({ stages, otherwise: {}, risks: RISKS, ...config });
    const now = new Date(given.now ?? '2026-11-30T12:00:00Z');
    const gated = await judgeRuns({ runs: [of], stage: 'release', now }, parsed);
    const { authors = ['a@example.com'], approvers = 'x' } = given;
    return buildDossier({ gated, config: parsed, approvers, authors, detection: undefined });
  }
}

it('holds the gate, the checklist with what shows each aspect, and the digest of all that it stands on', async () => {
  const { run, build } = made();
  const dossier = await build();
  expect(dossier).toMatchObject({
    verdict: 'pass',
    rehearsal: false,
    reasons: [],
    authors: ['a@example.com'],
  });
  expect(dossier.runs).toMatchObject([
    { id: run.id, digest: expect.stringMatching(/^[\da-f]{64}$/) as string, checks: 1 },
  ]);
  const aspects = dossier.domains.flatMap(({ requirements }) => requirements.flatMap((one) => one.aspects));
  expect(aspects.length).toBeGreaterThan(700);
  expect(aspects.find(({ reference }) => reference === LOGIN)).toMatchObject({
    state: 'proven',
    demanded: true,
    runs: [run.id],
    suites: ['e2e/login'],
  });
  expect(aspects.filter(({ demanded }) => demanded)).toHaveLength(1);
  expect(dossierSchema.parse(JSON.parse(textOfDossier(dossier)))).toEqual(JSON.parse(textOfDossier(dossier)));
});

it('is none of a policy that demands nothing', async () => {
  const { build } = made({ stages: { release: { required: ['e2e/login'] } } });
  expect(await build()).toMatchObject({
    verdict: 'unknown',
    reasons: [{ what: 'the policy demands that nothing is proven' }],
  });
});

it('of the same runs, policy and time is the same to the byte', async () => {
  const { build } = made();
  expect(textOfDossier(await build())).toBe(textOfDossier(await build()));
});

it.each([
  ['nobody wrote down what may go wrong', { risks: undefined }],
  ['there is no rollback plan', { risks: { risks: [] } }],
])('is unknown where %s', async (what, config) => {
  const dossier = await made(config).build();
  expect(dossier.verdict).toBe('unknown');
  expect(dossier.reasons[0]?.what).toBe(what);
});

it.each<[string, Parameters<typeof made>]>([
  ['policy', [{ stages: { release: { mustProve: [LOGIN, 'FUN-01/admin-login'] } } }]],
  [
    'waivers',
    [
      {
        waivers: [
          {
            of: 'x',
            suite: 'load/x',
            reason: 'r',
            ticket: 't',
            owner: 'o',
            approver: 'p',
            created: '2026-11-01',
            expires: '2026-12-31',
          },
        ],
      },
    ],
  ],
  ['risks', [{ risks: { ...RISKS, rollback: { ...RISKS.rollback, minutes: 6 } } }]],
  ['approvers', [{}, { approvers: 'y' }]],
])('another %s has another digest', async (what, given) => {
  const [one, other] = [await made().build(), await made(...given).build()];
  const differ = Object.entries(one.digests).filter(
    ([name, value]) => other.digests[name as 'policy'] !== value,
  );
  expect(differ.map(([name]) => name)).toEqual([what]);
});
