import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chooseProject } from './project-option.ts';

const root = mkdtempSync(join(tmpdir(), 'project-'));
afterAll(() => rmSync(root, { recursive: true }));
const [shop, inner, bare] = ['shop', 'shop/src/deep', 'bare'].map((name) => join(root, name)) as [
  string,
  string,
  string,
];
for (const folder of [inner, bare]) mkdirSync(folder, { recursive: true });
writeFileSync(join(shop, 'harness.config.ts'), '');
writeFileSync(join(bare, 'a.txt'), '');

const choose = (words: string, cwd: string, product = bare) =>
  chooseProject(words.split(' ').filter(Boolean), { cwd, product });

test('the project is the nearest upward', () => {
  expect(choose('run --stage smoke', inner)).toEqual({ words: ['run', '--stage', 'smoke'], project: shop });
});

test.each(['run --project shop e2e', '--project shop run e2e', 'run --project=shop e2e'])(
  'it is taken from anywhere in "%s", and no verb sees it',
  (words) => {
    expect(choose(words, root)).toEqual({ words: ['run', 'e2e'], project: shop });
  },
);

test('the harness is its own project where it has one, and nobody else is', () => {
  expect(choose('list', bare, shop).project).toBe(shop);
  expect(choose('list', bare).problem).toContain(
    'there is no harness.config.ts here or above; npx harness init',
  );
  expect(choose('--help', bare)).toEqual({ words: ['--help'], project: undefined });
});

test('a project is begun where one stands, whatever is above', () => {
  expect(choose('init', inner)).toEqual({ words: ['init'], project: inner });
  expect(choose('init --project bare', root).project).toBe(bare);
});

test.each([
  ['run --project', '--project: got no folder; '],
  ['run --project --stage smoke', '--project: got no folder; '],
  ['run --project bare', 'it has no harness.config.ts; '],
  ['run --project nowhere', 'it is not there; '],
  ['run --project shop/harness.config.ts', `it is no folder; name the one that it lies in: ${shop}`],
  ['init --project shop/harness.config.ts', `it is no folder; name the one that it lies in: ${shop}`],
  [
    'run --project bare/a.txt',
    `it is no folder; name the folder of a project's harness.config.ts, or write one with harness init --project ${bare}`,
  ],
])('%s is refused: %s', (words, problem) => {
  expect(choose(words, root).problem).toContain(problem);
});

test('of a folder that the environment names it is said so', () => {
  const { problem } = chooseProject(['run'], { cwd: root, said: 'nowhere', product: bare });
  expect(problem).toMatch(/^HARNESS_PROJECT: got .*nowhere; it is not there; /);
});

test('what is after -- is nobody’s option', () => {
  expect(choose('run -- --project nowhere', shop).words).toEqual(['run', '--', '--project', 'nowhere']);
});
