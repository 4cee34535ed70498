import { expect, test } from 'vitest';
import { differences, multiset, parseLockfile, resolveFrom } from './lockfile.ts';
import { LOCKFILE } from './testing/lockfile.ts';

const lock = parseLockfile('package-lock.json', JSON.stringify(LOCKFILE));

test('each place where a package is installed is one; links and the root are none', () => {
  expect([...lock.packages.keys()]).toEqual([
    'apps/web',
    'node_modules/@scope/a',
    'node_modules/b',
    'node_modules/c',
    'node_modules/@scope/a/node_modules/b',
    'node_modules/d',
  ]);
  expect(lock.root).toMatchObject({ name: 'shop', version: '1.2.3' });
  expect(lock.packages.get('node_modules/c')?.name).toBe('c-by-another-name');
});

test.each([
  ['', 'b', '2.0.0'],
  ['node_modules/@scope/a', 'b', '1.0.0'],
  ['apps/web', 'b', '2.0.0'],
  ['', 'web', '0.1.0'],
  ['', 'nowhere', undefined],
])('from "%s" the package %s is %s', (from, name, version) => {
  expect(resolveFrom(lock, from, name)?.version).toBe(version);
});

test('lists of packages are compared with how often each is there', () => {
  const one = { name: 'a', version: '1' };
  expect(differences(multiset([one, one]), multiset([one, one]))).toEqual([]);
  expect(differences(multiset([one, one]), multiset([one]))).toEqual(['a@1: 2 in the lockfile, 1 here']);
  expect(differences(multiset([]), multiset([one]))).toEqual(['a@1: 0 in the lockfile, 1 here']);
});

test.each(['', '{', '{"lockfileVersion":1,"dependencies":{}}', '{"lockfileVersion":3}'])(
  'the text %s is no lockfile, and says what to do',
  (text) => {
    expect(() => parseLockfile('package-lock.json', text)).toThrow(/no lockfile of npm 7.*Fix/s);
  },
);
