import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { knownReferences } from '../../fixtures/requirements/requirements.ts';
import { AREAS } from '../../kernel/defect.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { loadSuites } from '../../kernel/load-suites.ts';
import { kindOf } from '../../kernel/suite.ts';
import { ROOT } from '../root.ts';
import { chooseDefects, loadCatalogue } from './catalogue.ts';
import { say } from '../../kernel/sentence.ts';

const KNOWN = new Set(['FUN-01', 'CON-04']);
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'catalogue-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, more: Readonly<Record<string, unknown>> = {}): void {
  const path = join(root, 'fixtures/targets/shop/defects', `${file}.defect.ts`);
  const [part = '', id = ''] = file.split('/');
  const defect = {
    id,
    part,
    title: 'T',
    area: 'contract',
    breaks: ['FUN-01'],
    suites: ['e2e/login'],
    ...more,
  };
  mkdirSync(dirname(path), { recursive: true });
  const plant = part === 'source' ? '' : 'plant: () => () => undefined';
  writeFileSync(path, `export default { ...${JSON.stringify(defect)}, ${plant} };`);
}

const load = () => loadCatalogue({ root, target: 'shop', requirements: KNOWN });

async function problemsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(say);
    throw error;
  }
  return [];
}

describe('a catalogue', () => {
  it('is found by suffix, and sorted by area and id', async () => {
    write('web/last-one', { area: 'security' });
    write('api/second-one');
    write('worker/first-one');
    expect((await load()).map(({ id }) => id)).toEqual(['first-one', 'second-one', 'last-one']);
  });

  it('tells every problem of every file at once', async () => {
    write('api/named-otherwise', { id: 'other-name' });
    write('api/lies-elsewhere', { part: 'web' });
    write('web/twice-there');
    write('api/twice-there');
    write('api/breaks-nothing-known', { breaks: ['XXX-99'] });
    write('api/no-area', { area: 'beauty' });
    const problems = (await problemsOf(load)).join('\n');
    expect(problems).toContain(
      'named-otherwise.defect.ts: id: got "other-name"; the file\'s name says "named-otherwise"',
    );
    expect(problems).toContain('lies-elsewhere.defect.ts: part: got "web"; the file lies in "api"');
    expect(problems).toMatch(/api\/twice-there.* and .*web\/twice-there.*both are "twice-there"/);
    expect(problems).toContain('breaks: unknown requirement "XXX-99"');
    expect(problems).toMatch(/no-area\.defect\.ts: area: /);
  });

  it('tells of edits that do not fit the source any more', async () => {
    const edits = [{ file: 'alerts.yml', from: '> 1', to: '> 5' }];
    write('source/fits-no-more', { edits });
    writeFileSync(join(root, 'fixtures/targets/shop/alerts.yml'), 'up > 2');
    expect((await problemsOf(load)).join()).toContain(
      'fits-no-more.defect.ts: edits: alerts.yml: "> 1" stands there 0 times',
    );
    writeFileSync(join(root, 'fixtures/targets/shop/alerts.yml'), 'up > 1');
    expect(await load()).toHaveLength(1);
  });

  it('that is empty is said to be', async () => {
    expect(await problemsOf(load)).toEqual([expect.stringContaining('target shop has no planted defects')]);
  });

  it('gives the defects that are named, and names those near an unknown one', async () => {
    write('api/first-one');
    write('api/second-one');
    const all = await load();
    expect(chooseDefects(all, [])).toHaveLength(2);
    expect(chooseDefects(all, ['second-one']).map(({ id }) => id)).toEqual(['second-one']);
    const problems = await problemsOf(() =>
      Promise.resolve().then(() => chooseDefects(all, ['frist-one', 'x'])),
    );
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain('--defect: there is no "frist-one"; near it: first-one');
  });
});

describe('the catalogue of the reference target', () => {
  const requirements = knownReferences();
  const all = () => loadCatalogue({ root: ROOT, target: 'reference', requirements });

  it('has at least 48 defects, some in every area', async () => {
    const defects = await all();
    expect(defects.length).toBeGreaterThanOrEqual(48);
    expect(AREAS.filter((area) => !defects.some((defect) => defect.area === area))).toEqual([]);
  });

  it('has at least 20 defects of what a release stands on: that it is observed, and that it can be taken back', async () => {
    const ofRelease = (await all()).filter(({ suites }) => suites.some((name) => kindOf(name) === 'release'));
    expect(ofRelease.length).toBeGreaterThanOrEqual(20);
  });

  it('is claimed by suites of every kind that has any', async () => {
    const claimed = new Set((await all()).flatMap(({ suites }) => suites).map(kindOf));
    const { suites } = await loadSuites({ root: ROOT });
    expect(claimed).toEqual(new Set(suites.map(({ value }) => kindOf(value.name))));
  });
});
