import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { environmentForTest } from '../../fixtures/testing/suite-run.ts';
import type { Engine } from '../../kernel/engine.ts';
import type { Plan, PlannedSuite } from '../../kernel/plan.ts';
import { sampleSuite } from '../../kernel/testing/samples.ts';
import { openHere } from './open-here.ts';
import { sayHere } from './say-here.ts';

const folder = mkdtempSync(join(tmpdir(), 'open-here-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'login.spec.ts'), "test('a user signs in @FUN-01/user-login @PER-02/knee', …)");

const LOAD = { workers: 1 };
const engine = { proves: () => Promise.resolve(['SEC-08/csp']) } as unknown as Engine;
const shrinking = { scale: () => Promise.resolve({ time: 0.05, rate: 1 }) } as unknown as Engine;

function planOf(planned: Partial<PlannedSuite>, notApplicable: Record<string, string> = {}): Plan {
  const one = { suite: sampleSuite(), engine, options: {}, folder, file: 'f', toolKind: 'e2e', adHoc: false };
  return {
    environment: { ...environmentForTest(), notApplicable },
    planned: [{ ...one, ...planned }],
    skipped: [],
  };
}

const why = async (plan: Plan, reference: string) => {
  const { open, absent } = await openHere(plan, { mustProve: [reference] }, LOAD);
  return [...open, ...absent].find((one) => one.reference === reference)?.why;
};

it('what a planned suite carries can be proven: in a tag, by its limits, by its engine', async () => {
  expect(await why(planOf({}), 'FUN-01/user-login')).toBeUndefined();
  const limited = { suite: sampleSuite({ name: 'load/x', proves: ['PER-05/api-p95'] }) };
  expect(await why(planOf(limited), 'PER-05/api-p95')).toBeUndefined();
  const scan = { suite: sampleSuite({ name: 'security/x' }) };
  expect(await why(planOf(scan), 'SEC-08/csp')).toBeUndefined();
});

it.each<[string, Partial<PlannedSuite>, string, string]>([
  ['what nothing carries', {}, 'FUN-01/admin-login', 'no planned suite carries it'],
  ['what is imported', {}, 'REL-09/lint', 'waits for imported evidence'],
  [
    'what another kind has to show',
    { suite: sampleSuite({ name: 'chaos/x' }) },
    'SEC-08/csp',
    'security and e2e suites prove it',
  ],
  [
    'what a suite carries that cannot run',
    { unavailable: { what: 'no browser' } },
    'FUN-01/user-login',
    'e2e/login cannot run here',
  ],
  [
    'what only a whole load shows',
    { suite: sampleSuite({ name: 'load/knee' }), engine: shrinking },
    'PER-02/knee',
    'only a whole load proves it, and here it is shrunk',
  ],
  [
    'what a limit shows under a shrunk load',
    { suite: sampleSuite({ name: 'load/x', proves: ['PER-05/light-load'] }), engine: shrinking },
    'PER-05/light-load',
    'only a whole load proves it, and here it is shrunk',
  ],
])('%s cannot be proven', async (_, planned, reference, said) => {
  expect(await why(planOf(planned), reference)).toContain(said);
});

it('of a plain file its own tags count, and nothing that stands beside it is read', async () => {
  const beside = mkdtempSync(join(folder, 'beside-'));
  for (const name of ['own', 'other'])
    writeFileSync(join(beside, `${name}.ts`), `'@FUN-01/${name === 'own' ? 'user' : 'admin'}-login'`);
  symlinkSync('nowhere', join(beside, 'broken.ts'));
  mkdirSync(join(beside, 'folder.ts'));
  const plain = planOf({ adHoc: true, folder: beside, file: 'shown/own.ts' });
  expect(await why(plain, 'FUN-01/user-login')).toBeUndefined();
  expect(await why(plain, 'FUN-01/admin-login')).toBe('no planned suite carries it');
  expect(await why(planOf({ folder: beside }), 'FUN-01/admin-login')).toBeUndefined();
});

it('what does not apply is told apart, with its reason, and a requirement means all its aspects', async () => {
  const here = await openHere(planOf({}, { 'FUN-01': 'no browser' }), { mustProve: ['FUN-01'] }, LOAD);
  expect(here.demanded).toBeGreaterThan(5);
  expect(here.open).toEqual([]);
  expect(here.absent).toHaveLength(here.demanded);
  expect(sayHere(here).join('\n')).toContain('FUN-01/user-login: no browser');
});

it('a check proves under a shrunk load what does not ask for the whole one', async () => {
  expect(await why(planOf({ engine: shrinking }), 'FUN-01/user-login')).toBeUndefined();
});

it('the load that is shrunk is named, with how far', async () => {
  const { shrunk } = await openHere(planOf({ engine: shrinking }), undefined, LOAD);
  expect(shrunk).toEqual(['e2e/login: time × 0.05']);
});
