import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import { ownerOf } from '../session/owner.ts';
import { takeLock } from './lock.ts';

let root: string;
let said: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lock-'));
  said = [];
});
afterEach(() => rmSync(root, { recursive: true }));

const take = (patienceMs = 5_000) =>
  takeLock({ folder: join(root, 'detect'), say: (line) => said.push(line), patienceMs });
/** As if that process had ended: its number may be another's by now, but not its start. */
const end = (part: 'owner' | `child-${number}`) =>
  writeFileSync(join(root, `detect/${part}.json`), JSON.stringify({ pid: process.pid, startedAt: 'then' }));

it('is given to one at a time, and again once it is given up', async () => {
  const lock = await take();
  await expect(take()).rejects.toThrow(ConfigError);
  await expect(take()).rejects.toThrow(`a detection goes on already, in process ${process.pid}`);
  lock.release();
  expect(existsSync(join(root, 'detect'))).toBe(false);
  (await take()).release();
});

it('is taken from one that is dead, at once where no run of it is left', async () => {
  (await take()).holdChild(process.pid);
  end('owner');
  end(`child-${process.pid}`);
  await take();
  expect(said).toEqual([]);
  expect(ownerOf(join(root, 'detect'))).toBe(process.pid);
});

it('is taken from one that is dead only when each run of it has ended', async () => {
  const dead = await take();
  dead.holdChild(process.pid);
  dead.holdChild(process.ppid);
  end('owner');
  let taken = false;
  const second = take().then(() => (taken = true));
  await sleep(150);
  expect(taken).toBe(false);
  expect(said).toEqual([expect.stringContaining(`${process.pid}`)]);
  expect(said[0]).toContain(`${process.ppid}`);
  end(`child-${process.pid}`);
  await sleep(150);
  expect(taken).toBe(false);
  end(`child-${process.ppid}`);
  await second;
  expect(readdirSync(join(root, 'detect'))).toEqual(['owner.json']);
});

it('is taken at once from one whose run ended before it', async () => {
  const dead = await take();
  dead.holdChild(process.pid)();
  end('owner');
  await take();
  expect(said).toEqual([]);
});

it('is refused where that run does not end', async () => {
  (await take()).holdChild(process.pid);
  end('owner');
  await expect(take(50)).rejects.toThrow(InfraError);
  await expect(take(50)).rejects.toThrow(`Fix: kill ${process.pid}, then ./harness heal`);
});
