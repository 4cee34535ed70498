import { expect, it, test } from 'vitest';
import { parseLockfile } from '../../source/lockfile.ts';
import { LOCKFILE } from '../../source/testing/lockfile.ts';
import { mustSeeProblems } from './canary.ts';
import { type Manifest, problemsOf } from './problems.ts';

const NODE = '24.21.0';

function saidOf(changed: Record<string, object> = {}, manifest?: Manifest): readonly string[] {
  const lock = parseLockfile(
    'package-lock.json',
    JSON.stringify({ ...LOCKFILE, packages: { ...LOCKFILE.packages, ...changed } }),
  );
  const manifests = new Map(manifest === undefined ? [] : [['', manifest]]);
  return problemsOf(lock, manifests, NODE).map(({ kind, of, what }) => `${kind}: ${of.name} ${what}`);
}

it('finds nothing in a lockfile that is right: aliases, workspaces, one package twice', () => {
  expect(saidOf()).toEqual([]);
});

test.each<[string, Record<string, object>, readonly string[]]>([
  [
    'a version out of its range',
    { 'node_modules/d': { version: '4.0.1' } },
    ['declared: shop needs d 4.0.0, and gets 4.0.1'],
  ],
  [
    'of a workspace too',
    { 'apps/web': { name: 'web', version: '0.1.0', dependencies: { b: '^3.0.0' } } },
    ['declared: web needs b ^3.0.0, and gets 2.0.0'],
  ],
  [
    'one that is not there',
    { 'apps/web': { name: 'web', version: '0.1.0', devDependencies: { x: '1' } } },
    ['declared: web needs x 1, and gets none'],
  ],
  [
    'an optional one may be absent',
    { 'node_modules/b': { version: '2.0.0', optionalDependencies: { x: '1' } } },
    [],
  ],
  [
    'development of others is theirs',
    { 'node_modules/b': { version: '2.0.0', devDependencies: { x: '1' } } },
    [],
  ],
  [
    'a fork or a tag is no range',
    { 'node_modules/b': { version: '2.0.0', dependencies: { d: 'github:me/d', c: 'latest' } } },
    [],
  ],
  [
    'a peer of another version',
    { 'node_modules/d': { version: '4.0.0', peerDependencies: { b: '^1.0.0' } } },
    ['peers: d works beside b ^1.0.0, and stands beside 2.0.0'],
  ],
  [
    'a peer that is not there',
    { 'node_modules/d': { version: '4.0.0', peerDependencies: { x: '*' } } },
    ['peers: d works beside x *, and stands beside none'],
  ],
  [
    'unless it may be absent',
    {
      'node_modules/d': {
        version: '4.0.0',
        peerDependencies: { x: '*' },
        peerDependenciesMeta: { x: { optional: true } },
      },
    },
    [],
  ],
  [
    'a package of another Node',
    { 'node_modules/d': { version: '4.0.0', engines: { node: '^18 || ^20' } } },
    ['engines: d is for Node ^18 || ^20, and this is 24.21.0'],
  ],
  [
    'deprecated',
    { 'node_modules/d': { version: '4.0.0', deprecated: 'no longer maintained' } },
    ['deprecated: d is deprecated: no longer maintained'],
  ],
  [
    'deprecated with words that only sound like one',
    { 'node_modules/d': { version: '4.0.0', deprecated: 'Broken. Please do not use it.' } },
    ['deprecated: d is deprecated: Broken. Please do not use it.'],
  ],
  [
    'deprecated with a way on',
    { 'node_modules/d': { version: '4.0.0', deprecated: 'Please upgrade to 5' } },
    [],
  ],
])('%s', (_, changed, said) => {
  expect(saidOf(changed)).toEqual(said);
});

it('what package.json says and the lockfile was not told is a problem; what it overrides is none', () => {
  const root = LOCKFILE.packages[''];
  const manifest = { dependencies: root.dependencies, devDependencies: root.devDependencies };
  expect(saidOf({}, manifest)).toEqual([]);
  const newer = { ...manifest, devDependencies: { d: '5.0.0', e: '1' } };
  expect(saidOf({}, newer)).toEqual([
    'declared: shop package.json wants d 5.0.0, and the lockfile is of 4.0.0',
    'declared: shop package.json wants e 1, and the lockfile is of none',
  ]);
  const changed = { 'node_modules/b': { version: '9.0.0' } };
  expect(saidOf(changed, manifest)).toHaveLength(2);
  expect(saidOf(changed, { ...manifest, overrides: { 'b@2': '9.0.0' } })).toEqual([]);
});

it('sees all that is planted', () => {
  mustSeeProblems(NODE);
});
