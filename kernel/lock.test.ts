import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeLock, tryLock } from './lock.ts';
import { patience } from './testing/patience.ts';

const others: ChildProcess[] = [];
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(folder, 'lock');
});
afterEach(() => {
  for (const child of others.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const waiting = () => ({ signal: AbortSignal.timeout(patience(5_000)) });

/** Another process that takes the lock. */
function other(times: number | 'keep') {
  const script = join(import.meta.dirname, 'testing/hold-lock.ts');
  const child = spawn(process.execPath, [script, file, join(folder, 'said'), String(times)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  others.push(child);
  return { child, ended: once(child, 'exit') };
}

it('is held by one at a time, and leaves no file', async () => {
  const lock = await tryLock(file);
  expect(await tryLock(file)).toBeUndefined();
  lock?.release();
  expect(readdirSync(folder)).toEqual([]);
  (await tryLock(file))?.release();
});

it('is waited for, until somebody no longer wants to', async () => {
  const lock = await tryLock(file);
  let waits = 0;
  const next = takeLock(file, { ...waiting(), onWait: () => (waits += 1) });
  await expect(takeLock(file, { signal: AbortSignal.timeout(10) })).rejects.toThrow();
  lock?.release();
  (await next).release();
  expect(waits).toBe(1);
});

it('says why where its file cannot be made', async () => {
  await expect(tryLock(join(folder, 'a'.repeat(300)))).rejects.toThrow('too long');
});

it('of two processes that race for it, each time one has it, also while its file goes and comes', async () => {
  const racers = [other(200), other(200)];
  for (const { ended } of racers) expect(await ended).toEqual([0, null]);
  expect(readFileSync(join(folder, 'said'), 'utf8')).toBe('in\nout\n'.repeat(400));
});

it('is free at once when its owner is killed', async () => {
  const { child, ended } = other('keep');
  await expect.poll(() => existsSync(join(folder, 'said'))).toBe(true);
  expect(await tryLock(file)).toBeUndefined();
  child.kill('SIGKILL');
  await ended;
  expect(await tryLock(file)).toBeDefined();
});
