import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import { ownerOf, writeOwner } from '../session/owner.ts';
import { lockDetection, type DetectionLock } from './lock.ts';

let root: string;
let folder: string;
let said: string[];
let held: DetectionLock[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lock-'));
  folder = join(root, 'detect');
  said = [];
  held = [];
});
afterEach(() => {
  for (const lock of held) lock.release();
  rmSync(root, { recursive: true });
});

async function take(patienceMs = 5_000): Promise<DetectionLock> {
  const lock = await lockDetection({ folder, say: (line) => said.push(line), patienceMs });
  held.push(lock);
  return lock;
}

/** As if that process had ended: its number may be another's by now, but not its start. */
const end = (part: 'owner' | `child-${number}`) =>
  writeFileSync(join(folder, `${part}.json`), JSON.stringify({ pid: process.pid, startedAt: 'then' }));

/** What a detection that was killed leaves, with these runs. */
function killed(...children: readonly number[]): void {
  mkdirSync(folder);
  end('owner');
  for (const pid of children) writeOwner(folder, `child-${pid}`, pid);
}

it('is given to one at a time, and again once it is given up', async () => {
  const lock = await take();
  await expect(take()).rejects.toThrow(ConfigError);
  await expect(take()).rejects.toThrow(`a detection goes on already, in process ${process.pid}`);
  lock.release();
  expect(readdirSync(root)).toEqual([]);
  (await take()).release();
});

it('is taken from one that is dead, at once where no run of it is left', async () => {
  killed(process.pid);
  end(`child-${process.pid}`);
  await take();
  expect(said).toEqual([]);
  expect(ownerOf(folder)).toBe(process.pid);
});

it('is taken from one that is dead only when each run of it has ended', async () => {
  killed(process.pid, process.ppid);
  let taken = false;
  const second = take().then(() => (taken = true));
  await sleep(150);
  expect(taken).toBe(false);
  expect(said).toEqual([expect.stringContaining(`${process.pid}`)]);
  expect(said[0]).toContain(`${process.ppid}`);
  await expect(take(), 'beside the one that waits').rejects.toThrow(ConfigError);
  end(`child-${process.pid}`);
  await sleep(150);
  expect(taken).toBe(false);
  end(`child-${process.ppid}`);
  await second;
  expect(readdirSync(folder)).toEqual(['owner.json']);
});

it('forgets a run that has ended', async () => {
  (await take()).holdChild(process.pid)();
  expect(readdirSync(folder)).toEqual(['owner.json']);
});

it('is refused where that run does not end', async () => {
  killed(process.pid);
  await expect(take(50)).rejects.toThrow(InfraError);
  await expect(take(50)).rejects.toThrow(`Fix: kill ${process.pid}, then ./harness heal`);
  expect(existsSync(`${folder}.lock`)).toBe(false);
});
