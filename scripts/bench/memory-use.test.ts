import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exitCodeOf, sayHeld } from './held.ts';
import { bytesIn } from './memory.ts';
import { type MemoryReading, type MemoryUse, judgeMemory, memoryUse } from './memory-use.ts';
import { treeMemory } from './process-tree.ts';

/** Every second from ten before the load until ten after it: 300 MB, where nothing else is said. */
function readings(minutes: number, other: Readonly<Record<number, number>> = {}): readonly MemoryReading[] {
  const length = 60 * minutes + 20;
  return Array.from({ length }, (_, index) => ({
    second: index - 10,
    processes: [
      { name: 'k6', mb: (other[index - 10] ?? 300) - 1 },
      { name: 'node', mb: 1 },
    ],
  }));
}

const use = (minutes: number, other: Readonly<Record<number, number>>, evidenceMb = 3) =>
  memoryUse(readings(minutes, other), { minutes, loadSeconds: 60 * minutes, evidenceMb });

test('the highest sum is that of the whole run, the lowest those of minutes 5 to 10 and of the last five', () => {
  const other = { [-5]: 350, 299: 1, 300: 250, 599: 260, 600: 2, 899: 3, 900: 270, 1199: 255, 1200: 4 };
  expect(use(20, other)).toEqual({
    ...{ minutes: 20, highestMb: 350, lowestEarlyMb: 250, lowestLateMb: 255, evidenceMb: 3 },
    highest: [
      { name: 'k6', mb: 349 },
      { name: 'node', mb: 1 },
    ],
  });
});

test('a load that ended before minute 5 has no lowest of minutes 5 to 10', () =>
  expect(use(2, { [-10]: 2 })).toMatchObject({ lowestEarlyMb: undefined, lowestLateMb: 300 }));

test('nothing read is no measurement', () =>
  expect(() => memoryUse([], { minutes: 1, loadSeconds: 60, evidenceMb: 0 })).toThrow('/proc'));

const good: MemoryUse = {
  ...{ minutes: 20, highestMb: 400, lowestEarlyMb: 250, lowestLateMb: 260, evidenceMb: 10 },
  highest: [{ name: 'k6', mb: 399.6 }],
};

test.each<[string, Partial<MemoryUse>, readonly string[], 0 | 1]>([
  ['what is allowed', {}, ['holds', 'holds', 'holds'], 0],
  ['too much', { highestMb: 400.1 }, ['DOES NOT HOLD', 'holds', 'holds'], 1],
  ['growth', { lowestLateMb: 260.1 }, ['holds', 'DOES NOT HOLD', 'holds'], 1],
  ['much evidence', { evidenceMb: 10.1 }, ['holds', 'holds', 'DOES NOT HOLD'], 1],
  ['growth in 14 minutes', { minutes: 14, lowestLateMb: 300 }, ['holds', 'not measured', 'holds'], 0],
  ['no lowest', { lowestEarlyMb: undefined }, ['holds', 'not measured', 'holds'], 0],
])('%s is judged', (_, other, words, code) => {
  const judged = judgeMemory({ ...good, ...other });
  expect(judged.map((one) => sayHeld(one).split(': ').at(-1))).toEqual(words);
  expect(exitCodeOf(judged)).toBe(code);
});

test('says what was measured, and what is allowed', () =>
  expect(judgeMemory(good).map(sayHeld)).toEqual([
    'highest sum 400.0 MB (k6 400), at most 400 MB: holds',
    'lowest of minutes 5 to 10 250.0 MB, of the last 5 260.0 MB, at most 10 MB more: holds',
    'evidence 10.0 MB, at most 10 MB: holds',
  ]));

test('the size of a folder is that of its files, links left out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bytes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'a/b'), { recursive: true });
  writeFileSync(join(folder, 'one'), '12345');
  writeFileSync(join(folder, 'a/b/two'), '1234567');
  symlinkSync(join(folder, 'one'), join(folder, 'latest'));
  expect(bytesIn(folder)).toBe(12);
});

test.runIf(process.platform === 'linux')(
  "a tree's memory is told by program, and none once it is gone",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tree-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const script = join(folder, 'waits.ts');
    writeFileSync(script, `console.log('up'); setInterval(() => undefined, 1000);`);
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const told = treeMemory(process.pid).find(({ name }) => name === 'waits.ts');
    expect(told?.mb).toBeGreaterThan(20);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    expect(treeMemory(child.pid ?? 0)).toEqual([]);
  },
);
