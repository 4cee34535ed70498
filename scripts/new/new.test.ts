import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, test } from 'vitest';
import { ConfigError } from '../../kernel/errors.ts';
import { PRODUCT } from '../../kernel/project.ts';
import command from '../commands/new.command.ts';
import { writeNew } from './new.ts';
import { SORTS } from './sorts.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'new-'));
  write('demo/demo.kind.ts', `export default { name: 'demo', title: 'Demo', order: 20 };`);
  write('bare/bare.kind.ts', `export default { name: 'bare', title: 'Bare', order: 5 };`);
  for (const [name, parse] of [
    ['reader', '() => ({})'],
    ['strict', `() => { throw new Error('options: a file is needed'); }`],
  ] as const)
    write(
      `demo/engines/${name}/${name}.engine.ts`,
      `export default { name: '${name}', kinds: ['demo'], tools: [], metrics: [], parse: ${parse}, unavailable() {}, run() {} };`,
    );
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

test('in a project of its own it writes what a project may import, and refuses the rest', async () => {
  const project = join(root, 'project');
  mkdirSync(project);
  const written = (sort: string, name: string, more = {}) =>
    writeNew({ root: project, product: PRODUCT, sort, name, ...more });
  await written('kind', 'games');
  writeFileSync(
    join(project, 'games/games.kind.ts'),
    "export default { name: 'games', title: 'Games', order: 90, engines: ['vitest'] };",
  );
  const { files } = await written('suite', 'games/chess');
  expect(files).toEqual(['games/suites/chess/chess.contract.ts', 'games/suites/chess/chess.suite.ts']);
  const text = files.map((file) => readFileSync(join(project, file), 'utf8')).join('\n');
  expect(text).toContain("from 'release-harness'");
  expect(text).toContain("from 'release-harness/bindings'");
  expect(text).not.toContain("'../");
  await expect(written('rule', 'x')).rejects.toThrow(/new rule: .*here: suite, environment, kind\. Fix: /);
  await expect(written('suite', 'chaos/x')).rejects.toThrow("stands on the harness's own product");
  expect(existsSync(join(project, 'chaos'))).toBe(false);
});

const allFiles = () => globSync('**/*.ts', { cwd: root }).length;

test.each([
  ['scenario', 'a', {}, 'nothing new is called "scenario"; known: suite, engine,'],
  ['constructor', 'a', {}, 'nothing new is called "constructor"'],
  ['rule', 'Big', {}, 'rule: got "Big"; give <name>, in kebab-case'],
  ['rule', '../up', {}, 'give <name>, in kebab-case'],
  ['suite', 'login', {}, 'give <kind>/<name>, in kebab-case'],
  ['suite', 'nowhere/login', {}, 'known: bare, demo, or make it one: ./harness new kind nowhere'],
  ['suite', 'bare/login', {}, 'no engine runs suites of the kind "bare"'],
  ['suite', 'demo/login', {}, 'reader and strict run demo suites; say which'],
  ['suite', 'demo/login', { engine: 'k6' }, '--engine: got "k6"; of demo suites: reader, strict'],
  ['suite', 'demo/login', { engine: 'strict' }, 'strict needs options that nobody here knows'],
  ['rule', 'a', { engine: 'k6' }, '--engine is for a suite'],
  ['rule', 'a', { target: 'remote' }, '--target is for an environment'],
  ['environment', 'a', { target: 'gone' }, '--target: got "gone"'],
  ['kind', 'demo', {}, 'the kind "demo" is there already: demo/demo.kind.ts'],
  ['engine', 'bare/reader', {}, 'the engine "reader" is there already: demo/engines/reader/reader.engine.ts'],
])('%s %s %j is refused, and nothing is written', async (sort, name, more, said) => {
  const before = allFiles();
  const refused = await writeNew({ root, sort, name, ...more }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ConfigError);
  expect(String(refused)).toContain(said);
  expect(allFiles()).toBe(before);
});

it('does not write over a file that defines nothing, nor turn any folder into a kind', async () => {
  write('demo/suites/login/login.suite.ts', 'half');
  await expect(writeNew({ root, sort: 'suite', name: 'demo/login', engine: 'reader' })).rejects.toThrow(
    'demo/suites/login/login.suite.ts',
  );
  write('notes/a.ts', '');
  await expect(writeNew({ root, sort: 'kind', name: 'notes' })).rejects.toThrow('is there already: notes');
});

it('writes what is asked for under its name, and says what to do next', async () => {
  expect(await writeNew({ root, sort: 'suite', name: 'demo/two-words', engine: 'reader' })).toEqual({
    files: ['demo/suites/two-words/two-words.suite.ts'],
    next: [expect.stringContaining('./harness run demo/two-words'), expect.any(String)],
  });
  expect(readFileSync(join(root, 'demo/suites/two-words/two-words.suite.ts'), 'utf8')).toContain(
    'Two words does what it should.',
  );
});

it('a new kind is shown after the others, and docs/reference tells of it', async () => {
  write('publishers/half/half.publisher.ts', 'half');
  const hindered = await writeNew({ root, sort: 'kind', name: 'notes' });
  expect(hindered.files).toEqual(['notes/notes.kind.ts']);
  expect(hindered.next.at(-1)).toMatch(/^npm run reference, once .*half\.publisher\.ts/);
  rmSync(join(root, 'publishers'), { recursive: true });
  const { files } = await writeNew({ root, sort: 'kind', name: 'licences' });
  expect(files).toEqual(
    expect.arrayContaining(['licences/licences.kind.ts', 'docs/reference/environment.md']),
  );
  expect(readFileSync(join(root, 'licences/licences.kind.ts'), 'utf8')).toContain('order: 30');
});

it('every sort has templates, and is named by --help', () => {
  const verb = new Command('new');
  command.build(verb);
  const [first] = verb.registeredArguments;
  expect(first?.description.split(/, | or /)).toEqual(Object.keys(SORTS));
  for (const sort of Object.keys(SORTS))
    expect(existsSync(join(import.meta.dirname, 'templates', sort))).toBe(true);
});
