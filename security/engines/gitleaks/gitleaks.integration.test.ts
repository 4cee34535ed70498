import { appendFileSync, chmodSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ToolFinder } from '../../../kernel/tool.ts';
import { folderForTest, scanned } from '../../source/testing/scanned.ts';
import engine from './gitleaks.engine.ts';
import type { GitleaksOptions } from './options.ts';

/** A secret that no list of examples knows, written so that this file holds none. */
const TOKEN = ['ghp', 'q9Zx4LmT2vKc8RbN5wYs7HdJ3fGa6PeU1oXi'].join('_');
const PASSWORD = ['postgres://app', 'Vq7-tr0mbone@db.internal/x'].join(':');

function checkout() {
  const made = folderForTest();
  made.git('init', '-q', '-b', 'main');
  return made;
}

async function search(folder: string, more: { allowed?: string; tools?: ToolFinder } = {}) {
  const { tools, ...options } = more;
  const found = await scanned<GitleaksOptions>(
    folder,
    (run) => engine.run(run),
    { subjects: ['source'], ...options },
    tools,
  );
  const reports = globSync('**/gitleaks-*.json', { cwd: found.work });
  return { ...found, reports: reports.map((file) => readFileSync(join(found.work, file), 'utf8')) };
}

test('secrets in files, in old commits, in merges and behind .gitattributes are found, and none is shown', async () => {
  const { folder, write, git } = checkout();
  write('clean.ts', 'export const answer = 42;\n');
  write('.gitattributes', 'hidden.ts binary\n');
  write('hidden.ts', `const t = '${TOKEN}';\n`);
  git('add', '-A');
  git('commit', '-qm', 'a secret that is called binary');
  git('rm', '-q', 'hidden.ts', '.gitattributes');
  git('commit', '-qm', 'gone from the tree');
  git('checkout', '-qb', 'side');
  write('side.ts', '1\n');
  git('add', '-A');
  git('commit', '-qm', 'side');
  git('checkout', '-q', 'main');
  write('main.ts', '1\n');
  git('add', '-A');
  git('commit', '-qm', 'main');
  git('merge', '-q', '--no-commit', '--no-ff', 'side');
  write('merged.ts', `const u = '${PASSWORD}';\n`);
  git('add', '-A');
  git('commit', '-qm', 'a merge that adds what neither side had');
  git('rm', '-q', 'merged.ts');
  git('commit', '-qm', 'gone too');
  write('new file.target.ts', `const login = { password: '${['corr3ct', 'h0rse'].join('-')}' };\n`);

  const { error, reports, findings, events, attachments, outcomes } = await search(folder);
  expect(error).toBeUndefined();
  expect(outcomes).toEqual([
    'source: no secret in the tree: failed',
    'source: no secret in the history: failed',
    'every entry of the allow-list is of something that is there: passed',
  ]);
  expect(findings.map(({ rule, where }) => `${rule} ${where.replace(/[0-9a-f]{10}/, 'C')}`).sort()).toEqual([
    'gitleaks/connection-string-password merged.ts:1 (in commit C)',
    'gitleaks/github-pat hidden.ts:1 (in commit C)',
    'gitleaks/plain-password new file.target.ts:1',
  ]);
  const scans = events.filter(({ name }) => name === 'scan').map(({ detail }) => detail);
  expect(scans.map(({ unit, lookedAt, thereWas }) => [unit, lookedAt, thereWas])).toEqual([
    ['files', 4, 4],
    ['commits', 4, 6],
  ]);
  const kept = JSON.stringify([
    reports,
    findings,
    events,
    attachments.map(({ content }) => content.toString()),
  ]);
  expect(reports.length).toBe(2);
  expect(kept).not.toMatch(/q9Zx4LmT2|tr0mbone|h0rse/);
});

test('no file of a product is taken for what was planted, whatever it is called', async () => {
  const { folder, write, git } = checkout();
  write('harness-canary.ts', `const t = '${TOKEN}';\n`);
  git('add', '-A');
  git('commit', '-qm', 'a canary of our own');
  const { findings, outcomes } = await search(folder);
  expect(findings.map(({ where }) => where)).toEqual(['harness-canary.ts:1']);
  expect(outcomes).toEqual(
    expect.arrayContaining(['tree', 'history'].map((part) => `source: no secret in the ${part}: failed`)),
  );
});

test('a false alarm on the allow-list is let through; an entry of nothing is not', async () => {
  const { folder, write, git } = checkout();
  write('a.ts', `const t = '${TOKEN}';\n`);
  git('add', '-A');
  git('commit', '-qm', 'one');
  const [finding] = (await search(folder)).findings;
  const entry = { rule: 'github-pat', path: 'a.ts', reason: 'an example', reviewer: 'me' };
  const list = join(folder, '..', `allowed-${process.pid}.json`);
  onTestFinished(() => rmSync(list));
  const entries = [{ ...entry, fingerprint: finding?.fingerprint }];
  writeFileSync(list, JSON.stringify(entries));
  // The line moves, and the entry still holds.
  write('a.ts', `// Moved.\n  const t = '${TOKEN}';\n`);
  const through = await search(folder, { allowed: list });
  expect(through.findings).toEqual([]);
  expect(through.outcomes.filter((one) => one.endsWith('failed'))).toEqual([]);
  writeFileSync(list, JSON.stringify([...entries, { ...entry, fingerprint: '0'.repeat(64) }]));
  const { outcomes } = await search(folder, { allowed: list });
  expect(outcomes.filter((one) => one.endsWith('failed'))).toEqual([
    'every entry of the allow-list is of something that is there: failed',
  ]);
});

test('of a shallow clone, of no commit and of no checkout the tree is looked at, and the history is unknown', async () => {
  const { folder, write, git } = checkout();
  write('a.ts', '1\n');
  expect((await search(folder)).error?.message).toMatch(/has no commit/);
  git('add', '-A');
  git('commit', '-qm', 'one');
  appendFileSync(join(folder, 'a.ts'), '2\n');
  git('commit', '-qam', 'two');
  const shallow = join(folder, '..', `shallow-${process.pid}`);
  onTestFinished(() => rmSync(shallow, { recursive: true, force: true }));
  git('clone', '-q', '--depth', '1', `file://${folder}`, shallow);
  const cut = await search(shallow);
  expect(cut.error?.message).toMatch(/shallow clone.*Fix: `git fetch --unshallow`/s);
  expect(cut.outcomes[0]).toBe('source: no secret in the tree: passed');
  rmSync(join(shallow, '.git'), { recursive: true });
  expect((await search(shallow)).error?.message).toMatch(/no git checkout/);
  rmSync(join(shallow, 'a.ts'));
  expect((await search(shallow)).error?.message).toMatch(/holds no file/);
});

test('where everything is passed over, or left out of the checkout, there is no telling', async () => {
  const { folder, write, git } = checkout();
  write('picture.png', 'no picture\n');
  const { error, outcomes } = await search(folder);
  expect(error?.message).toMatch(/nothing that gitleaks reads: it passes over picture\.png/);
  expect(outcomes).toEqual([]);
  write('kept/a.ts', '1\n');
  write('left/b.ts', `const t = '${TOKEN}';\n`);
  git('add', '-A');
  git('commit', '-qm', 'one');
  git('sparse-checkout', 'set', '--no-cone', '/kept/');
  const part = await search(folder);
  expect(part.error?.message).toMatch(/checked out in part: 2 files are not there, such as left\/b\.ts/);
  expect(part.outcomes).toEqual([]);
  git('sparse-checkout', 'disable');
  expect((await search(folder)).findings.map(({ where }) => where)).toContain('left/b.ts:1');
});

test('a gitleaks that does nothing and says that all is well tells nothing', async () => {
  const { folder, write } = checkout();
  write('a.ts', '1\n');
  const dead = join(folder, 'dead');
  writeFileSync(
    dead,
    `#!/bin/sh\nwhile [ $# -gt 0 ]; do [ "$1" = --report-path ] && echo '[]' > "$2"; shift; done\n`,
  );
  chmodSync(dead, 0o755);
  const tools: ToolFinder = {
    find: () => Promise.resolve({ name: 'gitleaks', path: dead, version: '9.9.9', source: 'path' }),
  };
  const { error, outcomes } = await search(folder, { tools });
  expect(error?.message).toMatch(/did not find what was planted/);
  expect(outcomes).toEqual([]);
});
