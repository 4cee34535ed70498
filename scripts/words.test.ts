import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { FOLDERS } from './quality/folders.ts';
import { ROOT } from './root.ts';

/** What a thing was called beside its one word, which stands in ARCHITECTURE.md ("Words"). Evidence keeps such names as data. */
const GONE: Readonly<Record<string, string>> = {
  trouble: 'problem',
  troubles: 'problems',
  shortfall: 'problem',
  shortfalls: 'problems',
  loss: 'warning',
  losses: 'warnings',
  level: 'step',
  levels: 'steps',
};

/** Severities and log lines have levels, and Postgres calls its own so. */
const LEVELLED = [
  'reports/model/security-findings.ts',
  'scripts/imports/formats/sarif.ts',
  'log-level',
  'log-levels',
  'row-level-security',
];

/** All but the product under test, which has a language of its own. */
const files = globSync(`{${FOLDERS.join(',')}}/**/*.ts`, { cwd: ROOT }).filter(
  (file) => !/^fixtures\/targets\/reference\//.test(file),
);

const DECLARED =
  /^(?:export )?(?:default )?(?:async )?(?:function\*?|class|interface|type) (\w+)|^export (?:const|let) (\w+)/gm;

/** `lossesOf` as `losses-of`. */
const kebab = (name: string) =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();

/** What to call it instead; undefined where no word of the name is gone. */
function insteadOf(name: string, file: string): string | undefined {
  if (LEVELLED.some((one) => file === one || kebab(name).includes(one))) return undefined;
  const words = kebab(name).split(/[^a-z\d]+/);
  const gone = words.find((word) => Object.hasOwn(GONE, word));
  return gone === undefined ? undefined : `${file}: ${name}: a ${gone} is called ${GONE[gone] ?? ''}`;
}

test.each([
  ['lossesOf', 'losses is called warnings'],
  ['JudgedLevel', 'level is called step'],
  ['OLD_LOSS', 'loss is called warning'],
  ['a/shortfalls.test.ts', 'shortfalls is called problems'],
  ['logLevel', undefined],
  ['lossless', undefined],
  ['stepsOf', undefined],
])('%s: %s', (name, said) => {
  if (said === undefined) expect(insteadOf(name, 'x.ts')).toBeUndefined();
  else expect(insteadOf(name, 'x.ts')).toContain(said);
});

it('what has one word is called by it, in the names of files and of what they declare', () => {
  const names = files.flatMap((file) => [
    { file, name: file },
    ...[...readFileSync(join(ROOT, file), 'utf8').matchAll(DECLARED)].map(([, of, exported]) => ({
      file,
      name: of ?? exported ?? '',
    })),
  ]);
  expect(names.length).toBeGreaterThan(files.length * 2);
  expect(names.flatMap(({ file, name }) => insteadOf(name, file) ?? [])).toEqual([]);
});

it('the glossary is short, says each word once, and has all that took the place of another', () => {
  const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  const glossary = /^## Words\n(.*?)^## /ms.exec(text)?.[1] ?? '';
  const words = [...glossary.matchAll(/\*\*(\w+)\*\*/g)].map(([, word = '']) => word.toLowerCase());
  expect(words.length).toBeLessThanOrEqual(30);
  expect(new Set(words).size).toBe(words.length);
  expect(words).toEqual(
    expect.arrayContaining(['step', 'problem', 'warning', 'gauge', 'reading', 'threshold', 'limit']),
  );
});
