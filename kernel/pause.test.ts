import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isStill, pauseTree, resumeTree, treeOf } from './pause.ts';
import { performUndo } from './perform-undo.ts';
import { signal, startedAt } from './process.ts';

let folder: string;
let leader: ChildProcess;
let tree: { readonly pid: number; readonly startedAt: string };
let inner: number;

/** A process with a descendant in a session of its own, as a database has. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pause-test-'));
  const script = "setsid sh -c 'echo $$ >inner; exec sleep 300' & wait";
  leader = spawn('sh', ['-c', script], { cwd: folder, detached: true, stdio: 'ignore' });
  const file = join(folder, 'inner');
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8')).toMatch(/\n/);
  inner = Number(readFileSync(file, 'utf8'));
  tree = { pid: leader.pid ?? 0, startedAt: startedAt(leader.pid ?? 0) ?? '' };
});
afterEach(() => {
  for (const pid of [tree.pid, inner]) signal(pid, 'SIGKILL');
  rmSync(folder, { recursive: true });
});

const stateOf = (pid: number) =>
  execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })[0];

it('a process stands still with all that it has started, and goes on with it, however often it is asked', async () => {
  await pauseTree(tree);
  await pauseTree(tree);
  expect([tree.pid, inner].map(stateOf)).toEqual(['T', 'T']);
  expect(treeOf(tree).map(({ pid }) => pid)).toEqual(expect.arrayContaining([tree.pid, inner]));
  const resume = { kind: 'resume', ...tree } as const;
  await performUndo(resume);
  await performUndo(resume);
  expect([tree.pid, inner].map(stateOf)).toEqual(['S', 'S']);
});

it('a process that has taken over the pid is left alone, and none that is gone is paused', async () => {
  const other = { ...tree, startedAt: '1' };
  await expect(pauseTree(other)).rejects.toThrow(`process ${tree.pid} is gone. Fix:`);
  expect(stateOf(tree.pid)).toBe('S');
  await pauseTree(tree);
  await resumeTree(other);
  expect(stateOf(tree.pid)).toBe('T');
});

it('nothing is stopped that the harness would stop with', async () => {
  const own = { pid: process.ppid, startedAt: startedAt(process.ppid) ?? '' };
  await expect(pauseTree(own)).rejects.toThrow('which would stop with it');
});

it.each([
  ['runs', { stopped: false, waits: false }, true, false],
  ['was stopped', { stopped: true, waits: false }, false, true],
  [
    'waits in the system for one that was stopped before it was its program',
    { stopped: false, waits: true },
    true,
    true,
  ],
  ['waits in the system for something else', { stopped: false, waits: true }, false, false],
])('a process that %s', (_, state, isChildStopped, still) => {
  const one = { pid: 7, parent: 1, group: 7, startedAt: '1', ...state };
  const child = { pid: 8, parent: 7, group: 7, startedAt: '2', stopped: isChildStopped, waits: false };
  expect(isStill(one, [one, child])).toBe(still);
});
