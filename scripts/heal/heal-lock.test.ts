import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
  expect(existsSync(`${folder}.healing`)).toBe(false);
});

it('takes the lock of a dead process', async () => {
  const folder = join(base, 'run');
  mkdirSync(folder);
  writeFileSync(`${folder}.healing`, `${process.pid} then`);
  expect(await heal(folder)).toEqual([true, 1]);
});

it('has nothing to heal, and waits for nobody, where there is no folder nor a place for a lock', async () => {
  expect(await heal(join(base, 'nowhere', 'run'))).toEqual([false, 0]);
});

it('heals at once, without a lock, where none can be written', async () => {
  const folder = join(base, 'a'.repeat(250));
  mkdirSync(folder);
  expect(await heal(folder)).toEqual([true, 1]);
});
