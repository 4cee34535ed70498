import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { knownReferences, loadRequirements } from '../../fixtures/requirements/requirements.ts';
import { kindOf } from '../../kernel/suite.ts';
import { loadCatalogue } from '../detect/catalogue.ts';
import { ROOT } from '../root.ts';
import { type Carrier, carriersIn, plainFilesOf, tagsIn } from './carriers.ts';

describe('the tags of a file', () => {
  const known = new Set([
    'CON-06/api-duration',
    'CON-06/web-duration',
    'CON-06/worker-duration',
    'CON-04/404',
  ]);

  it('are those that stand in it', () => {
    expect(tagsIn("test('a @FUN-01/user @CON-04/404', …) // me@FUN-02/none", known)).toEqual([
      'FUN-01/user',
      'CON-04/404',
    ]);
  });

  it('with a blank stand for what the file writes in its place', () => {
    const source =
      "for (const part of ['api', 'web']) test(worker, `${part} @CON-06/${part}-duration @CON-04/${status}`)";
    expect(tagsIn(source, known)).toEqual(['CON-06/api-duration', 'CON-06/web-duration']);
    expect(tagsIn('status: 404, `@CON-04/${status}`', known)).toEqual(['CON-04/404']);
  });
});

it('the files of a suite are those in its folder and below, but for its tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'carriers-'));
  mkdirSync(join(folder, 'parts'));
  const files = ['a.suite.ts', 'a.contract.ts', 'parts/b.ts', 'parts/b.test.ts'];
  for (const file of files) writeFileSync(join(folder, file), '');
  const found = plainFilesOf(folder).map((path) => relative(folder, path));
  rmSync(folder, { recursive: true });
  expect(found.sort()).toEqual(['a.contract.ts', join('parts', 'b.ts')]);
});

describe('the suites', () => {
  const { requirements } = loadRequirements();
  const aspects = new Map(requirements.flatMap((one) => one.aspects).map((one) => [one.reference, one]));
  let carriers: readonly Carrier[];
  let carried: readonly { readonly suite: string; readonly reference: string }[];
  beforeAll(async () => {
    carriers = await carriersIn(ROOT, knownReferences());
    carried = carriers.flatMap(({ suite, references }) =>
      [...references].map((reference) => ({ suite, reference })),
    );
  });

  it('carry aspects of the catalogue, never a whole requirement that has some', () => {
    expect(carried.length).toBeGreaterThan(300);
    expect(carried.filter(({ reference }) => !aspects.has(reference))).toEqual([]);
  });

  it('carry nothing that only another kind of suite, the run itself or an import may prove', () => {
    const mayNot = ({ suite, reference }: (typeof carried)[number]) => {
      const { by, kinds } = aspects.get(reference) ?? {};
      return by !== 'suite' || kinds?.includes(kindOf(suite)) === false;
    };
    expect(carried.filter(mayNot)).toEqual([]);
  });

  it('that a planted defect claims each carry something that it breaks', async () => {
    const defects = await loadCatalogue({ root: ROOT, target: 'reference', requirements: knownReferences() });
    const blind = defects.flatMap(({ id, breaks, suites }) =>
      carriers
        .filter(
          ({ suite, references }) => suites.includes(suite) && !breaks.some((one) => references.has(one)),
        )
        .map(({ suite }) => `${id}: ${suite} carries none of ${breaks.join(', ')}`),
    );
    expect(blind).toEqual([]);
  });
});
