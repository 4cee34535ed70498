import { copyFileSync, globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../root.ts';
import { FOLDERS } from './folders.ts';

it('every folder that holds sources is cruised and tested', () => {
  const others = (path: string) => /(^|\/)(node_modules|dist|runs|\..*)$/.test(path);
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const withSources = folders
    .map(({ name }) => name)
    .filter(
      (name) => !others(name) && globSync(`${name}/**/*.ts`, { cwd: ROOT, exclude: others }).length > 0,
    );
  expect(withSources).toContain('kernel');
  expect([...FOLDERS].sort()).toEqual(withSources.sort());
});

it('a new kind is under the import law from its first file on', () => {
  const root = mkdtempSync(join(tmpdir(), 'import-law-'));
  try {
    mkdirSync(join(root, 'licences'));
    writeFileSync(join(root, 'licences/licences.kind.ts'), '');
    mkdirSync(join(root, 'notes'));
    copyFileSync(join(ROOT, '.dependency-cruiser.cjs'), join(root, 'law.cjs'));
    const law = createRequire(import.meta.url)(join(root, 'law.cjs')) as {
      forbidden: { name: string; to: { path?: string } }[];
    };
    expect(law.forbidden.filter(({ name }) => /licences|notes/.test(name)).map(({ name }) => name)).toEqual([
      'licences-imports-kernel-and-fixtures',
    ]);
    const kernel = law.forbidden.find(({ name }) => name === 'kernel-names-no-package');
    expect('licences/engines/x.ts').toMatch(new RegExp(kernel?.to.path ?? '$^'));
  } finally {
    rmSync(root, { recursive: true });
  }
});
