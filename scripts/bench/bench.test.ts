import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { benchCommand, judgeBench } from './bench.ts';
import { SAMPLES } from './commands.ts';
import { childCpuMs, cost } from './cost.ts';
import { exitCodeOf } from './held.ts';
import { median } from './median.ts';
import { overhead } from './pairs.ts';
import { parseStat } from './process-tree.ts';
import { sayBench } from './say-bench.ts';

const sh = (script: string) => ({ args: ['sh', '-c', script] as [string, ...string[]], cwd: tmpdir() });

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

test.each([
  ['0m0.010000s 0m0.000000s\n0m1.230000s 0m0.450000s\n', 1680],
  ['0m0.01s 0m0.00s\n2m3.50s 0m1.50s', 125_000],
])('reads what `times` said of the children', (text, expected) =>
  expect(childCpuMs(text)).toBeCloseTo(expected, 6),
);

test('refuses to guess what `times` said', () => expect(() => childCpuMs('?')).toThrow('nothing usable'));

test('counts the CPU time of grandchildren, and not that of waiting', async () => {
  const busy = await cost(sh('sh -c "i=0; while [ \\$i -lt 200000 ]; do i=\\$((i+1)); done"; sleep 0.2'));
  const idle = await cost(sh('sleep 0.2'));
  expect(busy.cpuMs).toBeGreaterThan(idle.cpuMs + 30);
  expect(idle.wallMs).toBeGreaterThan(190);
});

test('reads the CPU time of a process and of its ended children, whatever its name', () => {
  const stat = '12 (a (b) c) Z 1 12 12 0 -1 4194304 1 2 3 4 10 20 30 40 20 0 1 0 5';
  expect(parseStat(stat)).toEqual({ cpuMs: 1000, name: 'a (b) c', ended: true });
});

test('a command that fails has no cost', async () => {
  await expect(cost(sh('echo went wrong; exit 3'))).rejects.toThrow(/exit 3[^]*went wrong/);
});

test('compares pairs, and says so in a table', async () => {
  const said: string[] = [];
  const commands = { bare: sh('sleep 0.05'), harness: sh('sleep 0.15') };
  const result = await overhead('sleeping', commands, 2, { wall: 1.5 }, (line) => said.push(line));
  expect(said).toHaveLength(2);
  expect(result.pairs).toHaveLength(2);
  expect(result.harness.wallMs).toBeGreaterThan(150);
  const taking = (name: string, wall: number) => ({ ...result, name, ratio: { ...result.ratio, wall } });
  const text = sayBench({
    pairs: 2,
    seconds: 1,
    perSecond: 1,
    saturation: { pairs: [], cpu: 1.09, rate: 0.96 },
    overheads: [taking('sleeping', 1.5), taking('waiting', 1.51)],
    singles: [
      { name: 'list', wallMs: 12.4 },
      { name: 'bundle, warm', wallMs: 50, limitMs: 50 },
    ],
  });
  expect(text).toMatch(/sleeping: takes 1\.50 × bare, at most 1\.50: holds\s+waiting: [^]*: DOES NOT HOLD/);
  expect(text).toMatch(/sleeping[^]*list\s+12 ms[^]*bundle, warm 50\.0 ms, less than 50 ms: DOES NOT HOLD/);
  expect(text).toMatch(
    /1\.09 × bare k6, at most 1\.08: DOES NOT HOLD[^]*0\.96 × bare k6, at least 0\.96: holds/,
  );
});

test.each([
  [{ wall: 1.12, cpu: 9 }, 0],
  [{ wall: 1.13, cpu: 1 }, 1],
])('what a run costs over its bare tool, %j, exits %d', (ratio, code) => {
  const cost = { wallMs: 10_000, cpuMs: 200 };
  const overheads = [{ name: 'a run', bare: cost, harness: cost, ratio, most: { wall: 1.12 }, pairs: [] }];
  const judged = judgeBench({ saturation: { pairs: [], cpu: 1, rate: 1 }, overheads, singles: [] });
  expect(exitCodeOf(judged)).toBe(code);
});

test.each([
  [[], 0],
  [[true, undefined], 0],
  [[true, false], 1],
])('what holds as %j exits %d', (holds, code) =>
  expect(exitCodeOf(holds.map((one) => ({ said: '', holds: one })))).toBe(code),
);

test.each([
  ['pairs of the memory', { memory: true, pairs: '1' }, '--pairs goes without --memory'],
  ['minutes of pairs', { memory: false, minutes: '1' }, '--minutes goes with --memory'],
  ['no whole number', { memory: true, minutes: '1.5' }, '--minutes is "1.5"; give a whole number above 0'],
])('%s are refused before anything is measured', async (_, request, said) =>
  expect(benchCommand({ json: false, ...request })).rejects.toThrow(said),
);

test('a script is read cold in a process of its own, and that process tells when it cannot', async () => {
  const once = join(import.meta.dirname, 'bundle-once.ts');
  const read = (file: string) => cost({ args: [process.execPath, once, file], cwd: tmpdir() });
  expect((await read(join(SAMPLES, 'npm-import.ts'))).wallMs).toBeGreaterThan(20);
  await expect(read(join(SAMPLES, 'missing.js'))).rejects.toThrow(/missing\.js/);
});
