import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { authorsOf, notOfEverybody, uncommittedOf } from './stands-on.ts';

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
  const of = (one: string) =>
    authorsOf(
      {
        identities: [
          { id: 'r', environment: { name: 'e', target: 't' }, git: { commit: one, dirty: false } },
        ],
      },
      cwd,
    );
  expect(of(commit.slice(0, 7))).toEqual(['author@x.example', 'committer@x.example', 'pair@x.example']);
  expect(of('abcdef1')).toEqual([]);
  expect(of('--output=x')).toEqual([]);
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
