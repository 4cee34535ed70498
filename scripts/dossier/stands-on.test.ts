import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { authorsOf, commitsOf, notOfEverybody, uncommittedOf } from './stands-on.ts';

it('who made a commit is its author, who committed it and its co-authors; of one that is not here nobody knows', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'authors-'));
  onTestFinished(() => {
    rmSync(cwd, { recursive: true });
  });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=c', '-c', 'user.email=Committer@x.example', ...args], {
      cwd,
      encoding: 'utf8',
    });
  git('init', '-q');
  const message = 'one\n\nCo-authored-by: Pair <pair@x.example>';
  git('commit', '-q', '--allow-empty', '--author', 'A <author@x.example>', '-m', message);
  const commit = git('rev-parse', 'HEAD').trim();
  const of = (one: string) => authorsOf(tested(one), undefined, cwd);
  expect(of(commit.slice(0, 7))).toEqual(['author@x.example', 'committer@x.example', 'pair@x.example']);
  expect(of('abcdef1')).toEqual([]);
  expect(of('--output=x')).toEqual([]);
});

const tested = (commit: string) => ({
  identities: [{ id: 'r', environment: { name: 'e', target: 't' }, git: { commit, dirty: false } }],
});

it('who made any commit since the last Go is among them, and where one is not here nobody is known', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'since-'));
  onTestFinished(() => {
    rmSync(cwd, { recursive: true });
  });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=c', '-c', 'user.email=c@x.example', ...args], {
      cwd,
      encoding: 'utf8',
    }).trim();
  const commit = (who: string) => {
    git('commit', '-q', '--allow-empty', '--author', `A <${who}@x.example>`, '-m', `by ${who}`);
    return git('rev-parse', 'HEAD');
  };
  git('init', '-q', '-b', 'main');
  const [old, middle, newest] = [commit('old'), commit('middle'), commit('newest')];
  git('checkout', '-q', '-b', 'other', old);
  const aside = commit('aside');
  const of = (one: string, since: string | undefined) => authorsOf(tested(one), { commit: since }, cwd);
  expect(of(newest, old)).toEqual(['c@x.example', 'middle@x.example', 'newest@x.example']);
  expect(of(newest, newest)).toEqual(['c@x.example', 'newest@x.example']);
  expect(of(newest, aside)).toContain('middle@x.example');
  expect(of(newest, 'abcdef1')).toEqual([]);
  expect(of(newest, undefined)).toEqual([]);
  expect(of(newest, '--output=x')).toEqual([]);
  expect(commitsOf(tested(newest), aside, cwd)).toEqual({
    total: 2,
    takenBack: 1,
    newest: [
      { commit: newest, by: 'newest@x.example', says: 'by newest' },
      { commit: middle, by: 'middle@x.example', says: 'by middle' },
    ],
  });
  expect(commitsOf(tested(newest), 'abcdef1', cwd)).toBeUndefined();
  // Of a shallow clone git tells less than there is, without a word.
  execFileSync('git', [
    'clone',
    '-q',
    '--depth',
    '2',
    '--branch',
    'main',
    `file://${cwd}`,
    join(cwd, 'shallow'),
  ]);
  const shallow = join(cwd, 'shallow');
  expect(authorsOf(tested(newest), { commit: middle }, shallow)).toEqual([]);
  expect(commitsOf(tested(newest), middle, shallow)).toBeUndefined();
});

it('what decides and is changed, or in no commit, is named; without git nothing is', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'uncommitted-'));
  onTestFinished(() => {
    rmSync(cwd, { recursive: true });
  });
  const write = (name: string, text: string) => {
    writeFileSync(join(cwd, name), text);
  };
  const files = ['approvers', '*.json'];
  write('approvers', 'a');
  expect(uncommittedOf(files, cwd)).toEqual([]);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=c', '-c', 'user.email=c@x.example', ...args], { cwd });
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  expect(uncommittedOf(files, cwd)).toEqual([]);
  write('.gitignore', 'ignored');
  write('ignored', 'a');
  expect(
    ['approvers', 'ignored', '../approvers', 'none'].flatMap((file) => notOfEverybody(file, cwd)),
  ).toEqual(['ignored', '../approvers']);
  write('approvers', 'b');
  write('risks.json', '{}');
  write('other.txt', '');
  expect(uncommittedOf(files, cwd)).toEqual(['approvers', 'risks.json']);
});
