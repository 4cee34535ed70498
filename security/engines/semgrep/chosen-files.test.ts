import { expect, test } from 'vitest';
import { chosenOf } from './chosen-files.ts';

const harness = { name: 'harness', folder: '/work/checkout', isProduct: true } as const;
const files = ['apps/a.ts', 'apps/a.test.ts', 'apps/b.d.ts', 'apps/page.eta', 'libs/c.tsx', 'readme.md'];
const except = [{ files: '**/*.test.ts', reason: 'tests' }];

test('of this checkout the folders are looked at, of another one all of it', () => {
  expect(chosenOf(harness, files, { folders: ['apps'], except })).toEqual({
    present: ['apps/a.ts', 'apps/a.test.ts'],
    wanted: ['apps/a.ts'],
    others: ['apps/page.eta'],
  });
  const { wanted } = chosenOf({ ...harness, name: 'source' }, files, { folders: ['apps'], except });
  expect(wanted).toEqual(['apps/a.ts', 'libs/c.tsx']);
});

test.each([
  [['apps', 'gone'], files, /\/work\/checkout\/gone holds no TypeScript/],
  [[], ['readme.md', 'a.test.ts'], /\/work\/checkout holds no TypeScript/],
])('%j of %j is nothing to look at', (folders, all, words) => {
  expect(() => chosenOf(harness, all, { folders, except })).toThrow(words);
});
