import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tryLock } from '../../kernel/lock.ts';
import { withHealLock } from './heal-lock.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'heal-lock-'));
});
afterEach(() => rmSync(base, { recursive: true }));

async function heal(folder: string): Promise<readonly [done: boolean, times: number]> {
  let times = 0;
  const done = await withHealLock(folder, () => {
    times += 1;
    return Promise.resolve();
  });
  return [done, times];
}

it('heals a folder, and leaves no lock', async () => {
  const folder = join(base, 'run');
  mkdirSync(folder);
  expect(await heal(folder)).toEqual([true, 1]);
  expect(readdirSync(base)).toEqual(['run']);
});

it('heals after whoever heals it already', async () => {
  const folder = join(base, 'run');
  mkdirSync(folder);
  const lock = await tryLock(`${folder}.lock`);
  const healed = heal(folder);
  expect(await Promise.race([healed, setTimeout(50, 'waits')])).toBe('waits');
  lock?.release();
  expect(await healed).toEqual([true, 1]);
});

it('has nothing to heal, and waits for nobody, where there is no folder nor a place for a lock', async () => {
  expect(await heal(join(base, 'nowhere', 'run'))).toEqual([false, 0]);
});

it('heals at once, without a lock, where none can be written', async () => {
  const folder = join(base, 'a'.repeat(250));
  mkdirSync(folder);
  expect(await heal(folder)).toEqual([true, 1]);
});
