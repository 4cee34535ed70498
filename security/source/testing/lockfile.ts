const at = (name: string) => `https://registry.npmjs.org/${name}/-/${name}.tgz`;
const integrity = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;

/** A small lockfile with all that makes one hard: a scope, a workspace, an alias, one package twice, and one of another licence. */
export const LOCKFILE = {
  name: 'shop',
  version: '1.2.3',
  lockfileVersion: 3,
  packages: {
    '': {
      name: 'shop',
      version: '1.2.3',
      workspaces: ['apps/web'],
      dependencies: { '@scope/a': '^1.0.0', b: '^2.0.0', c: 'npm:c-by-another-name@3.0.0' },
      devDependencies: { d: '4.0.0' },
    },
    'apps/web': { name: 'web', version: '0.1.0', license: 'MIT', dependencies: { b: '^2.0.0' } },
    'node_modules/web': { resolved: 'apps/web', link: true },
    'node_modules/@scope/a': {
      ...{ version: '1.0.0', resolved: at('a'), integrity, license: 'MIT' },
      dependencies: { b: '^1.0.0' },
    },
    'node_modules/b': { version: '2.0.0', resolved: at('b'), integrity, license: '(MIT OR GPL-3.0-only)' },
    'node_modules/c': {
      name: 'c-by-another-name',
      version: '3.0.0',
      resolved: at('c'),
      integrity,
      license: 'ISC',
    },
    'node_modules/@scope/a/node_modules/b': {
      version: '1.0.0',
      resolved: at('b'),
      integrity,
      license: 'MIT',
    },
    'node_modules/d': {
      version: '4.0.0',
      resolved: at('d'),
      integrity,
      dev: true,
      license: 'SEE LICENSE IN d.txt',
    },
  },
};
