import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { knownReferences } from '../../fixtures/requirements/requirements.ts';
import type { Defect } from '../../kernel/defect.ts';
import { loadSuites } from '../../kernel/load-suites.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { ROOT } from '../root.ts';
import { loadCatalogue } from './catalogue.ts';
import { plannedSuitesFile, problemsOfClaims, readPlannedSuites } from './planned-suites.ts';

const defect = (...suites: string[]): Defect => ({
  ...{ id: 'some-defect', title: 'T', area: 'contract', breaks: ['FUN-01'], part: 'api', suites },
  plant: () => () => undefined,
});
const problems = (suites: string[], planned: string[] = []) =>
  problemsOfClaims({
    target: 'shop',
    catalogue: [defect(...suites)],
    existing: ['contract/workflows', 'e2e/login'],
    planned,
  });

describe('what a defect claims', () => {
  it.each([
    ['a suite that exists', ['contract/workflows'], []],
    ['one that is planned', ['chaos/worker-kill'], ['chaos/worker-kill']],
  ])('may be %s', (_, suites, planned) => {
    expect(problems(suites, planned)).toEqual([]);
  });

  it('is refused where no suite has that name, with those that are near it', () => {
    const [only, ...others] = problems(['contract/workflow', 'e2e/login']);
    expect(others).toEqual([]);
    expect(only).toMatch(
      /^fixtures\/targets\/shop\/defects\/api\/some-defect\.defect\.ts: suites: there is no "contract\/workflow"; near it: contract\/workflows/,
    );
    expect(only).toContain('fixtures/targets/shop/defects/planned-suites.json');
  });

  it('takes a suite off the list of those to come once it exists, or nobody claims it', () => {
    expect(problems(['e2e/login'], ['e2e/login', 'load/queries'])).toEqual([
      expect.stringContaining('"e2e/login" exists now; take it off the list'),
      expect.stringContaining('no defect claims "load/queries"; take it off the list'),
    ]);
  });
});

describe('the list of suites to come', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'planned-suites-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const write = (text: string) => {
    const file = join(root, plannedSuitesFile('shop'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };

  it('is read, and empty where there is none', () => {
    expect(readPlannedSuites(root, 'shop')).toEqual([]);
    write('["load/queries"]');
    expect(readPlannedSuites(root, 'shop')).toEqual(['load/queries']);
  });

  it.each(['["load/queries"', '{"load/queries": true}'])('that is none is told with its file: %s', (text) => {
    write(text);
    expect(() => readPlannedSuites(root, 'shop')).toThrow(ConfigError);
    expect(() => readPlannedSuites(root, 'shop')).toThrow(/planned-suites\.json/);
  });
});

describe('the defects of the reference target', () => {
  const target = 'reference';
  const known = async () => {
    const requirements = knownReferences();
    const catalogue = await loadCatalogue({ root: ROOT, target, requirements });
    const existing = (await loadSuites({ root: ROOT })).suites.map(({ value }): string => value.name);
    return { target, catalogue, existing, planned: readPlannedSuites(ROOT, target) };
  };

  it('claim suites that exist or are planned', async () => {
    expect(problemsOfClaims(await known())).toEqual([]);
  });

  it('are at least 20 that an existing suite claims', async () => {
    const { catalogue, existing } = await known();
    const claimed = catalogue.filter(({ suites }) => suites.some((name) => existing.includes(name)));
    expect(claimed.length).toBeGreaterThanOrEqual(20);
  });
});
