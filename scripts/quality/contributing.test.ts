import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { SORTS } from '../new/sorts.ts';
import { ROOT } from '../root.ts';
import { FOLDERS } from './folders.ts';

const contributing = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');

/** The table of what may be added: what, its file, what to copy. */
const rows = [...contributing.matchAll(/^\| \*\*(.+?)\*\* *\|(.+?)\|(.+?)\|/gm)].map(
  ([, what = '', file = '', copy = '']) => ({ what, files: pathsIn(file), copies: pathsIn(copy) }),
);

/** What the text calls a file or a folder; a link leads to one. */
function pathsIn(text: string): readonly string[] {
  const quoted = [...text.matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
  const linked = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, path = '']) => path);
  return [...quoted, ...linked].filter((path) => /\/|\.(ts|json|md)$/.test(path));
}

/** Every thing that files of one suffix define, as whoever owns it tells the discoverer. */
const defined = globSync(`{${FOLDERS.join(',')}}/**/*.ts`, { cwd: ROOT })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  .filter((text) => text.includes('Definable<'))
  .flatMap((text) => [...text.matchAll(/\bwhat: '([a-z-]+)'/g)].map(([, what = '']) => what));

/** Where something goes, whatever it is called. */
const unnamed = (path: string) => path.replaceAll(/<[a-z]+>|__[a-z]+__/g, '<>');

it('what the discoverer finds, `new` writes, and the text says so', () => {
  expect(defined).toContain('environment');
  expect(Object.keys(SORTS).sort()).toEqual([...defined].sort());
  const [, told = ''] = /`\.\/harness new ([a-z|]+) <name>`/.exec(contributing) ?? [];
  expect(told.split('|')).toEqual(Object.keys(SORTS));
});

test.each(defined)('%s has a row: where `new` puts it, and what to copy', (what) => {
  const ending = `.${what}.ts`;
  const [row, ...more] = rows.filter(({ files }) => files.some((file) => file.endsWith(ending)));
  if (row === undefined) throw new Error(`no row of CONTRIBUTING.md names a *${ending}`);
  const told = [row, ...more]
    .flatMap(({ files }) => files.filter((file) => file.endsWith(ending)))
    .map(unnamed);
  const written = globSync(`**/*${ending}.txt`, { cwd: join(ROOT, 'scripts/new/templates', what) });
  expect(written.length).toBeGreaterThan(0);
  for (const template of written.map((file) => unnamed(file.slice(0, -'.txt'.length))))
    expect(
      told.filter((file) => `/${template}`.endsWith(`/${file}`)),
      template,
    ).not.toEqual([]);
  for (const { copies } of [row, ...more])
    expect(
      copies.flatMap((copy) => globSync(copy.endsWith('/') ? `${copy}*${ending}` : copy, { cwd: ROOT })),
    ).toEqual([expect.stringMatching(new RegExp(`${ending.replaceAll('.', String.raw`\.`)}$`))]);
});

test.each(rows)('$what: what it names is there', ({ files, copies }) => {
  expect([...files, ...copies]).not.toEqual([]);
  for (const file of files)
    expect(
      globSync(
        [file, `**/${file}`].map((path) => path.replaceAll(/<[a-z]+>/g, '*')),
        {
          cwd: ROOT,
          exclude: (path) => /(^|\/)(node_modules|\.\w+|runs)$/.test(path),
        },
      ),
      file,
    ).not.toEqual([]);
  for (const copy of copies) expect(existsSync(join(ROOT, copy)), copy).toBe(true);
});
