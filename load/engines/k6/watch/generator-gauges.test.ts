import { expect, test } from 'vitest';
import { coresAllowed, quotasIn } from './allowance.ts';
import { GeneratorGauges, realSources } from './generator-gauges.ts';
import { parseUsage, usageOf } from './process-usage.ts';

test('CPU and memory of a process are read from /proc, whatever its name', () => {
  const stat = '7 (k6 ) run) R 1 7 7 0 -1 4194304 1 0 0 0 250 50 0 0 20 0 9 0 100 200 300';
  expect(parseUsage(stat, 'Name:\tk6\nVmRSS:\t   50000 kB\n')).toEqual({ cpuSeconds: 3, memoryMb: 51.2 });
  expect(parseUsage(stat.replace(' R ', ' Z '), 'Name:\tk6\n')).toBeUndefined();
});

test('a process that is not there has no usage', () => expect(usageOf(2 ** 30)).toBeUndefined());

test.runIf(process.platform === 'linux')('this process is read for real', () => {
  expect(usageOf(process.pid)?.memoryMb).toBeGreaterThan(10);
  const readings = new GeneratorGauges(realSources('run')).read([process.pid], Date.now());
  const ratio = readings.find(({ gauge }) => gauge === 'generator.machine_memory_ratio')?.value;
  expect(ratio).toBeGreaterThan(0);
  expect(ratio).toBeLessThan(1);
  expect(coresAllowed()).toBeGreaterThan(0);
});

test('the CPU of all k6 processes is a share of the cores that they may use', () => {
  const used = new Map([
    [1, 10],
    [2, 20],
  ]);
  const machine = { busySeconds: 100, stolenSeconds: 0, allSeconds: 200 };
  const gauges = new GeneratorGauges({
    usageOf: (pid) => ({ cpuSeconds: used.get(pid) ?? 0, memoryMb: 40 }),
    machine: () => ({ ...machine }),
    others: () => ({ foreign: 0.1, stolen: 0, waiting: undefined }),
    memoryRatio: () => 0.5,
    harnessMb: () => 100,
    cores: 4,
  });
  const read = (atMs: number) =>
    Object.fromEntries(gauges.read([1, 2], atMs).map(({ gauge, value }) => [gauge.slice(10), value]));
  expect(read(0)).toEqual({
    memory_mb: 80,
    machine_memory_ratio: 0.5,
    harness_memory_mb: 100,
    foreign_cpu_ratio: 0.1,
    stolen_cpu_ratio: 0,
  });
  used.set(1, 14).set(2, 22);
  Object.assign(machine, { busySeconds: 110, stolenSeconds: 5, allSeconds: 225 });
  expect(read(2000)).toMatchObject({ cpu_ratio: 0.75, machine_busy_ratio: 0.5 });
});

test('without /proc nothing is said of k6', () => {
  const sources = { ...realSources('run'), usageOf: () => undefined };
  const gauges = new GeneratorGauges(sources);
  gauges.read([1], 0);
  const names = gauges.read([1], 1000).map(({ gauge }) => gauge);
  expect(names).not.toContain('generator.cpu_ratio');
  expect(names).not.toContain('generator.memory_mb');
});

test("a container's quota counts, its own and those above it", () => {
  const files = new Map([
    ['/sys/fs/cgroup/a/b/cpu.max', 'max 100000\n'],
    ['/sys/fs/cgroup/a/cpu.max', '150000 100000\n'],
  ]);
  expect(quotasIn('/a/b', (path) => files.get(path))).toEqual([1.5]);
  expect(quotasIn('/', () => undefined)).toEqual([]);
});
