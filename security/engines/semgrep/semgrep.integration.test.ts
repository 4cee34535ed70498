import { beforeEach, expect, test } from 'vitest';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { folderForTest, scanned } from '../../source/testing/scanned.ts';
import type { SemgrepOptions } from './options.ts';
import { readSource } from './read-source.ts';
import { ALL } from './rules/all.ts';
import type { SastRule } from './sast-rule.ts';
import semgrepTool from './semgrep.tool.ts';

const found = await createFinder().find(semgrepTool);
/** It is a download of 70 MB for the first run that needs it, and for no test. */
const missing = 'missing' in found ? found.missing.what : undefined;
beforeEach((context) => context.skip(missing !== undefined, missing));

async function read(files: Record<string, string>, rules?: readonly SastRule[]) {
  if ('missing' in found) throw new InfraError(found.missing);
  const { folder } = folderForTest(files);
  const options: SemgrepOptions = {
    ...{ subjects: ['source'], folders: [] },
    except: [{ files: 'left/**', reason: 'left out' }],
  };
  const told = await scanned(folder, (run) => readSource(run, found, rules), options);
  return { ...told, examined: told.metrics.find(({ name }) => name === 'findings.examined')?.value };
}

test('each rule finds its bad examples and not its good ones, and what is found is told by its place', async () => {
  const weak = `import { createHash } from 'node:crypto';\n\nexport const digest = createHash('md5');\n`;
  const { error, findings, events, outcomes } = await read({
    'src/tests/a b.ts': weak,
    'left/out.ts': weak,
    'node_modules/x/index.js': weak,
    'good.ts': 'export const answer = 42;\n',
  });
  expect(error).toBeUndefined();
  expect(findings.map(({ rule, where }) => `${rule} ${where}`)).toEqual([
    'semgrep/weak-hash src/tests/a b.ts:3',
  ]);
  expect(outcomes).toEqual([
    'source: every file was read whole: passed',
    'source: no rule finds a weakness: failed',
  ]);
  expect(events).toMatchObject([
    { name: 'scan', detail: { lookedAt: 2, thereWas: 3, rules: `${ALL.length} of ours` } },
  ]);
});

test('what a comment in the source would hide is found', async () => {
  const weak = (after: string) =>
    `import { createHash } from 'node:crypto';\nexport const digest = createHash('md5'); ${after}\n`;
  const { error, findings } = await read({
    'a.ts': weak('// nosemgrep'),
    'b.ts': weak('// nosem: weak-hash'),
  });
  expect(error).toBeUndefined();
  expect(findings.map(({ where }) => where)).toEqual(['a.ts:2', 'b.ts:2']);
});

const [first] = ALL as readonly [SastRule, ...SastRule[]];
const weak: SastRule = {
  ...first,
  id: 'weak',
  match: { pattern: 'createHash("md5")' },
  bad: ['createHash("md5");'],
  good: ['1;'],
};

test('a file that it cannot read is named, also where it holds no word of a rule, and the whole was not read', async () => {
  const { error, events, outcomes, examined } = await read(
    { 'a.ts': 'const a = 1;\nfunction f( { \n const b = ;\n', 'b.ts': '1;\n' },
    [weak],
  );
  expect(error).toBeUndefined();
  expect(outcomes).toContain('source: every file was read whole: skipped');
  expect(JSON.stringify(events)).toMatch(/in part: .*a\.ts/);
  expect(examined, 'files that count').toBe(1);
});

test('source of a language that no rule is for is told, and the whole was not read', async () => {
  const { error, events, outcomes } = await read({ 'a.ts': '1;\n', 'page.eta': '<%~ it %>\n' }, [weak]);
  expect(error).toBeUndefined();
  expect(outcomes).toEqual([
    'source: every file was read whole: skipped',
    'source: no rule finds a weakness: passed',
  ]);
  expect(events).toMatchObject([{ detail: { lookedAt: 1, thereWas: 2 } }]);
  expect(JSON.stringify(events)).toMatch(/no rule is for 1 files \(\.eta\), such as page\.eta/);
});

test.each<[string, readonly SastRule[], RegExp]>([
  ['no rule', [], /was given no rule/],
  ['a broken pattern', [{ ...weak, match: { pattern: 'createHash(' } }], /weak misses its bad example 1/],
  [
    'a rule that finds nothing',
    [{ ...weak, match: { pattern: 'createHash("md4")' } }],
    /weak misses its bad example 1/,
  ],
  [
    'a rule that finds what is right',
    [{ ...weak, good: ['createHash("md5");'] }],
    /weak finds its good example 1/,
  ],
])('%s tells nothing', async (_, rules, words) => {
  const { error, outcomes } = await read({ 'a.ts': '1;\n' }, rules);
  expect(error?.message).toMatch(words);
  expect(outcomes).toEqual([]);
});

test('an empty folder tells nothing', async () => {
  expect((await read({ 'readme.md': '#\n' })).error?.message).toMatch(/holds no TypeScript or JavaScript/);
});
