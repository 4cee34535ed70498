import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepList, keptList, keyOfList } from './kept-list.ts';

/** Long after all that these tests write. */
const LATER = { startedMs: Date.now() + 60_000_000 };
const WRITTEN = new Date(2026, 0, 1);
const SUITE = 'load/suites/one/one.suite.ts';

let root: string;
let file: string;
const write = (name: string, text: string) => {
  mkdirSync(join(root, name, '..'), { recursive: true });
  writeFileSync(join(root, name), text);
};
const kept = () => keptList(file, root);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kept-list-'));
  file = join(root, '.harness/list.json');
  write(SUITE, 'export default { title: "one" };');
  write('load/suites/shared/thresholds.ts', 'export const LIMIT = 1;');
  write('node_modules/.package-lock.json', '{}');
  write('evidence/store.ts', '');
  utimesSync(join(root, SUITE), WRITTEN, WRITTEN);
  keepList(keyOfList(root), 'what was said', { file, ...LATER });
});
const { columns } = process.stdout;
afterEach(() => {
  Object.assign(process.stdout, { columns });
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

it('says the same again as long as nothing changed', () => {
  expect(kept()).toBe('what was said');
  write('evidence/runs/1/run.json', 'what a run leaves');
  write('load/suites/one/one.test.ts', 'what only tests it');
  expect(kept()).toBe('what was said');
});

it.each([
  ['a suite changed', () => write(SUITE, 'export default { title: "two, longer" };')],
  ['a new suite', () => write('load/suites/two/two.suite.ts', 'export default {};')],
  ['a suite is gone', () => rmSync(join(root, SUITE))],
  ['a new folder', () => mkdirSync(join(root, 'loads/suites'), { recursive: true })],
  [
    'what a suite imports changed',
    () => write('load/suites/shared/thresholds.ts', 'export const LIMIT = 22;'),
  ],
  ['data that a suite may read changed', () => write('load/suites/one/limits.json', '{}')],
  ['packages were installed', () => write('node_modules/.package-lock.json', '{ }')],
  ['a variable is another', () => vi.stubEnv('HARNESS_OF_THIS_TEST', 'another')],
  [
    'other words were asked',
    () => vi.spyOn(process, 'argv', 'get').mockReturnValue(['node', 'harness', 'list']),
  ],
  ['the terminal is wider', () => Object.assign(process.stdout, { columns: 257 })],
  ['what was kept is cut off', () => write('.harness/list.json', '{"sum":')],
])('says nothing where %s', (_, change) => {
  change();
  expect(kept()).toBeUndefined();
  vi.restoreAllMocks();
});

it('sees a change that leaves size and time as they were', async () => {
  const path = join(root, SUITE);
  const { ctimeMs } = statSync(path);
  await expect
    .poll(() => {
      write(SUITE, 'export default { title: "two" };');
      utimesSync(path, WRITTEN, WRITTEN);
      return statSync(path).ctimeMs;
    })
    .toBeGreaterThan(ctimeMs);
  expect(kept()).toBeUndefined();
});

it('keeps nothing where a file changed since the process began, or just before', () => {
  rmSync(file);
  const key = keyOfList(root);
  keepList(key, 'too early', { file, startedMs: key.changedMs + 1000 });
  expect(kept()).toBeUndefined();
  keepList(key, 'later', { file, startedMs: key.changedMs + 3000 });
  expect(kept()).toBe('later');
});

it('loads no zod to say it', () => {
  const loaded = new Set([join(import.meta.dirname, 'harness.ts')]);
  for (const one of loaded)
    for (const [, from = ''] of readFileSync(one, 'utf8').matchAll(/^import (?!type)[^;]*?'(.+?)'/gm)) {
      expect(from, one).not.toBe('zod');
      if (from.startsWith('.')) loaded.add(join(one, '..', from));
    }
  expect(loaded.size).toBeGreaterThan(5);
});
