import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildReports } from '../build.ts';
import { folderOf, objectionsTo, root, withPages } from '../testing/browser-pages.ts';
import { manyChecks } from '../testing/many-checks.ts';
import { SAMPLES } from '../testing/sample-run.ts';

withPages();

const VIEWS = [...SAMPLES, 'load'].flatMap((sample) => [
  { sample, scheme: 'light', width: 1280 } as const,
  { sample, scheme: 'dark', width: 390 } as const,
]);

it.each(VIEWS)('axe objects to nothing: $sample, $scheme, $width px', async ({ sample, scheme, width }) => {
  expect(await objectionsTo(sample, { scheme, width })).toEqual([]);
});

it('the Allure report of 1,000 checks reconciles every one of them', async () => {
  const { failures } = await buildReports({
    input: manyChecks(1000, 20),
    folder: folderOf('many'),
    evidenceFolder: join(root, 'evidence', 'runs', 'many'),
    only: ['allure'],
  });
  expect(failures).toEqual([]);
});
