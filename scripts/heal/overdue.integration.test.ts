import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { processTable } from '../../kernel/process-table.ts';
import { signal } from '../../kernel/process.ts';
import { overdueUndos } from '../../kernel/undo-log.ts';
import { ROOT } from '../root.ts';

/** As much of a harness as has a fault: it pauses a process, with three seconds to live, and stops. */
const HARNESS = `
  import { join } from 'node:path';
  import { pauseTree } from '${ROOT}/kernel/pause.ts';
  import { startedAt } from '${ROOT}/kernel/process.ts';
  import { RunScope } from '${ROOT}/kernel/run-scope.ts';
  import { openUndoLog } from '${ROOT}/scripts/session/undo-key.ts';
  import { startWatcher } from '${ROOT}/scripts/session/watch.ts';
  const watcher = await startWatcher(process.env.FOLDER);
  const log = openUndoLog(join(process.env.FOLDER, 'undo.ndjson'), () => watcher.wake());
  const scope = new RunScope('overdue-test-' + process.pid, 'test', log);
  const { pid } = await scope.spawn({ command: 'sleep', args: ['1000'] });
  const leader = { pid, startedAt: startedAt(pid) };
  await scope.undo({ kind: 'resume', ...leader }, { ttlMs: 3000, passed: (failure) => console.log('passed', failure) });
  await pauseTree(leader);
  process.stdin.on('end', async () => {
    await scope.close();
    await watcher.done();
  }).resume();
  console.log(JSON.stringify(leader));
  process.kill(process.pid, 'SIGSTOP');`;

it('a process that a stopped harness left paused goes on, by its watcher; the harness notes it when it goes on itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'overdue-test-'));
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', HARNESS];
  const harness = spawn(process.execPath, args, {
    env: { ...process.env, FOLDER: folder },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(harness, 'exit');
  const heard: string[] = [];
  harness.stdout.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
  const first = () => heard.join('').split('\n')[0] ?? '';
  await expect.poll(first).toMatch(/\}$/);
  const leader = JSON.parse(first()) as { pid: number; startedAt: string };
  const now = (pid: number) => processTable().read(pid);
  await expect.poll(() => now(harness.pid ?? 0)?.stopped).toBe(true);
  expect(now(leader.pid)).toMatchObject({ ...leader, stopped: true });
  await expect.poll(() => now(leader.pid)?.stopped).toBe(false);
  await expect.poll(() => overdueUndos(join(folder, 'undo.ndjson'))).toEqual([{ kind: 'resume', ...leader }]);
  signal(harness.pid ?? 0, 'SIGCONT');
  await expect.poll(() => heard.join('')).toContain('passed undefined');
  harness.stdin.end();
  expect(await ended).toEqual([0, null]);
  expect(now(leader.pid)).toBeUndefined();
  rmSync(folder, { recursive: true });
});
