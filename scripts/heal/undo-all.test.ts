import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pauseTree } from '../../kernel/pause.ts';
import { startedAt } from '../../kernel/process.ts';
import { patience } from '../../kernel/testing/patience.ts';
import { pendingUndos, UndoLog } from '../../kernel/undo-log.ts';
import { undoAll } from './undo-all.ts';

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
  const log = new UndoLog(join(folder, 'undo.ndjson'));
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
  const log = new UndoLog(file);
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
