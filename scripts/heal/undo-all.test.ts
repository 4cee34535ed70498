import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pauseTree } from '../../kernel/pause.ts';
import { startedAt } from '../../kernel/process.ts';
import { say } from '../../kernel/sentence.ts';
import { patience } from '../../kernel/testing/patience.ts';
import { pendingUndos, UndoLog } from '../../kernel/undo-log.ts';
import { removeAll, undoAll } from './undo-all.ts';
import { openUndoLog, signerOf } from '../session/undo-key.ts';

/** Ends politely once its child has, which is in a session of its own: no signal to the group reaches that. */
const SERVER = `
  trap 'kill -TERM $child; wait $child; echo polite >end; exit 0' TERM
  setsid sh -c 'trap "exit 0" TERM; echo up >up; while :; do sleep 0.05; done' & child=$!
  wait`;

it('what stands still goes on before it is told to end, so that it ends politely', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'undo-all-test-'));
  const child = spawn('sh', ['-c', SERVER], { cwd: folder, detached: true, stdio: 'ignore' });
  const server = { pid: child.pid ?? 0, startedAt: startedAt(child.pid ?? 0) ?? '' };
  await expect.poll(() => existsSync(join(folder, 'up'))).toBe(true);
  const log = openUndoLog(join(folder, 'undo.ndjson'));
  log.add('run', { kind: 'signal', ...server, signal: 'SIGTERM', graceMs: patience(1000) });
  log.add('suite', { kind: 'resume', ...server });
  log.close();
  await pauseTree(server);
  expect(await undoAll(join(folder, 'undo.ndjson'), { commands: false })).toEqual({
    undone: 2,
    failures: [],
  });
  expect(pendingUndos(join(folder, 'undo.ndjson'))).toEqual([]);
  expect(readFileSync(join(folder, 'end'), 'utf8')).toBe('polite\n');
  rmSync(folder, { recursive: true });
});

it('runs a command only where whoever heals knows the run for their own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'undo-all-test-'));
  const file = join(folder, 'undo.ndjson');
  const log = openUndoLog(file);
  const touch = {
    kind: 'command',
    command: '/bin/sh',
    args: ['-c', `: >'${folder}/run'`],
    timeoutMs: 60_000,
  } as const;
  log.add('suite', touch);
  log.close();
  expect(await undoAll(file, { commands: false })).toEqual({
    undone: 0,
    failures: [
      {
        what: expect.stringMatching(/^not run, .*\/bin\/sh -c /) as string,
        fix: 'if the run is yours, ./harness heal --commands',
      },
    ],
  });
  expect(existsSync(join(folder, 'run'))).toBe(false);
  expect(await undoAll(file, { commands: true })).toEqual({ undone: 1, failures: [] });
  expect(existsSync(join(folder, 'run'))).toBe(true);
  rmSync(folder, { recursive: true });
});

it('performs only what this checkout wrote, unless whoever heals says otherwise; the rest is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'undo-all-test-'));
  const file = join(folder, 'undo.ndjson');
  const [ours, theirs, changed, plain] = ['ours', 'theirs', 'changed', 'plain'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const log = openUndoLog(file);
  log.add('run', { kind: 'remove', path: ours });
  log.add('run', { kind: 'remove', path: join(folder, 'nothing') });
  log.close();
  writeFileSync(file, readFileSync(file, 'utf8').replace('/nothing"', '/changed"'));
  const others = new UndoLog(file, { sign: signerOf(join(folder, 'other.key')) });
  others.add('run', { kind: 'remove', path: '/first-ids-are-taken' });
  others.add('run', { kind: 'remove', path: '/first-ids-are-taken' });
  others.add('run', { kind: 'remove', path: theirs });
  others.close();
  appendFileSync(
    file,
    `${JSON.stringify({ type: 'todo', id: 3, scope: 'run', undo: { kind: 'remove', path: plain } })}\n`,
  );
  writeFileSync(
    file,
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !line.includes('first-ids'))
      .join('\n'),
  );
  for (const path of [ours, theirs, changed, plain]) mkdirSync(path);
  const left = () => [ours, theirs, changed, plain].filter(existsSync);
  const { undone, failures } = await removeAll(file, { commands: true });
  expect(left()).toEqual([theirs, changed, plain]);
  expect(undone).toBe(1);
  const said = failures.map(say);
  expect(said.join('\n')).toMatch(
    new RegExp(`^(left alone, for this checkout did not write it, or ${file} was changed since: .*\\n?){3}$`),
  );
  for (const path of left())
    expect(said.join('\n')).toMatch(new RegExp(`"path":"${path}".* Fix: .*heal --foreign`));
  expect((await removeAll(file, { commands: false, foreign: true })).undone).toBe(3);
  expect(left()).toEqual([]);
  rmSync(folder, { recursive: true });
});

it('a file that somebody has put in the place of ours stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'undo-all-test-'));
  const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
  const sha256 = createHash('sha256').update('A=1\n').digest('hex');
  const log = openUndoLog(join(folder, 'undo.ndjson'));
  for (const path of [ours, theirs, join(folder, 'never-written')])
    log.add('run', { kind: 'remove', path, sha256 });
  log.close();
  writeFileSync(ours, 'A=1\n');
  writeFileSync(theirs, 'A=2\n');
  expect(await removeAll(join(folder, 'undo.ndjson'), { commands: false })).toEqual({
    undone: 3,
    failures: [],
  });
  expect([existsSync(ours), existsSync(theirs)]).toEqual([false, true]);
  rmSync(folder, { recursive: true });
});

it('a command that this checkout did not write needs both options, and each refusal says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'undo-all-test-'));
  const file = join(folder, 'undo.ndjson');
  const log = new UndoLog(file, { sign: signerOf(join(folder, 'other.key')) });
  log.add('run', { kind: 'command', command: '/bin/true', args: [], timeoutMs: 1000 });
  log.close();
  for (const options of [{ commands: true }, { commands: false, foreign: true }])
    expect((await undoAll(file, options)).failures.map(say).join('\n')).toContain(
      './harness heal --foreign --commands',
    );
  expect((await undoAll(file, { commands: true, foreign: true })).undone).toBe(1);
  rmSync(folder, { recursive: true });
});
