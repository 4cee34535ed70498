import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ConfigError, EXIT } from '../kernel/errors.ts';
import { loadAll } from './definitions.ts';
import { explain } from './explain.ts';
import { SORTS } from './new/sorts.ts';
import { say } from '../kernel/sentence.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'all-definitions-'));
  write('demo/demo.kind.ts', `export default { name: 'demo', title: 'Demo', order: 1 };`);
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

async function refused(): Promise<ConfigError> {
  const thrown: unknown = await loadAll({ root }).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof ConfigError) return thrown;
  throw new Error(`not refused: ${String(thrown)}`);
}

/** One of each, and a part that it must have. */
const FILES = [
  ['demo/suites/a/a.suite.ts', 'owner'],
  ['demo/engines/a/a.engine.ts', 'run'],
  ['demo/faults/a.fault.ts', 'inject'],
  ['demo/rules/a.rule.ts', 'problems'],
  ['demo/engines/a/a.tool.ts', 'recipes'],
  ['fixtures/environments/a/a.environment.ts', 'allows'],
  ['fixtures/targets/a/a.target.ts', 'start'],
  ['reports/a.report.ts', 'build'],
  ['scripts/commands/a.command.ts', 'build'],
  ['publishers/a/a.publisher.ts', 'publish'],
  ['empty/empty.kind.ts', 'title'],
] as const;

it('nothing that can be defined is left out here', () =>
  expect(FILES.map(([file]) => file.split('.').at(-2)).sort()).toEqual(Object.keys(SORTS).sort()));

it('one error names every file that is malformed and what it lacks, whatever it defines', async () => {
  for (const [file] of FILES) write(file, 'export default {};');
  const error = await refused();
  for (const [file, part] of FILES)
    expect(error.problems.filter(({ what }) => what.startsWith(`${file}: ${part}: `))).toHaveLength(1);
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(explain(error)).toBe(EXIT.usage);
  told.mockRestore();
});

it.each(FILES)('%s has to export something as default, and to load', async (file) => {
  write(file, 'export const it = {};');
  expect((await refused()).message).toContain(`${file}: no default export`);
  write(file.replace('a.', 'b.').replaceAll('empty', 'other'), 'export default {;');
  expect((await refused()).message).toContain(file.replace('a.', 'b.').replaceAll('empty', 'other'));
});

it('a part that has to be a function is one, and a part that nobody knows is refused', async () => {
  const engine = `name: 'a', kinds: ['demo'], tools: [], metrics: [], parse: () => ({}), unavailable: async () => undefined`;
  write('demo/engines/a/a.engine.ts', `export default { ${engine}, run: 'k6 run', acepts: () => ({}) };`);
  expect((await refused()).problems.map(say)).toEqual([
    'demo/engines/a/a.engine.ts: run: a function is needed',
    expect.stringMatching(/^demo\/engines\/a\/a\.engine\.ts: .*acepts/),
  ]);
});

it('the schema of options is one', async () => {
  const publisher = `name: 'a', parse: () => ({}), publish: async () => ''`;
  write('publishers/a/a.publisher.ts', `export default { ${publisher}, options: { file: 'string' } };`);
  expect((await refused()).problems.map(say)).toEqual([
    'publishers/a/a.publisher.ts: options: a zod schema is needed',
  ]);
});

it('what is had by its name alone is called like its file', async () => {
  const fault = `title: 'T.', subjects: ['link'], parse: () => ({}), undo: () => [], inject: async () => undefined, expected: () => undefined`;
  write('demo/faults/rain.fault.ts', `export default { ${fault}, name: 'drizzle' };`);
  expect((await refused()).problems.map(say)).toEqual([
    'demo/faults/rain.fault.ts: name: got "drizzle"; a fault is called like its file',
  ]);
});

it('everything of this checkout is sound', async () => {
  const { kinds } = await loadAll();
  expect(kinds.map(({ value }) => value.name)).toContain('release');
});
