import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { RUN_MARKER } from '../../../../kernel/run-mark.ts';
import { parsePressure, parseStat } from './machine-cpu.ts';
import { OthersWatch } from './others-cpu.ts';
import { parseCpu, runCpuSeconds, secondsOf } from './run-cpu.ts';

/** Two cores, read a second apart: of these 2 s, so many were somebody's. */
function shares(used: {
  busy: number;
  own: number | undefined;
  stolen?: number;
  waited?: number | undefined;
}) {
  const { busy, own, stolen = 0, waited } = used;
  let now = 0;
  const watch = new OthersWatch('run', {
    machine: () => ({
      busySeconds: 100 + now * busy,
      stolenSeconds: 7 + now * stolen,
      allSeconds: 500 + now * 2,
    }),
    ownSeconds: () => (own === undefined ? undefined : 40 + now * own),
    waitedSeconds: () => (waited === undefined ? undefined : 9 + now * waited),
  });
  const first = watch.read(5000);
  now = 1;
  return { first, second: watch.read(6000) };
}

it('what is busy and not of this run is foreign', () => {
  const { first, second } = shares({ busy: 2, own: 0.5, stolen: 0.2, waited: 0.9 });
  expect(first).toEqual({ foreign: undefined, stolen: undefined, waiting: undefined });
  expect(second.foreign).toBeCloseTo(0.75);
  expect(second.stolen).toBeCloseTo(0.1);
  expect(second.waiting).toBeCloseTo(0.9);
});

it('a run that uses all of the machine by itself leaves nothing foreign', () => {
  expect(shares({ busy: 2, own: 2.01 }).second.foreign).toBe(0);
  // A process whose parent did not wait for it takes its time along.
  expect(shares({ busy: 1, own: -3 }).second.foreign).toBe(0.5);
});

it('without /proc nothing foreign is known, nor who waited', () => {
  expect(shares({ busy: 2, own: undefined }).second).toEqual({
    foreign: undefined,
    stolen: 0,
    waiting: undefined,
  });
});

it('reads what Linux tells, whatever it leaves out', () => {
  const stat = 'cpu  100 20 30 800 40 5 5 60 99 0\ncpu0 1 2 3 4 5 6 7 8 9 0\n';
  const parsed = parseStat(stat);
  expect(parsed?.busySeconds).toBeCloseTo(1.6);
  expect(parsed?.stolenSeconds).toBeCloseTo(0.6);
  expect(parsed?.allSeconds).toBeCloseTo(10.6);
  for (const text of ['', 'cpu  0 0 0 0\n', 'intr 5\n']) expect(parseStat(text)).toBeUndefined();
  expect(
    parsePressure('some avg10=1.23 avg60=0.00 avg300=0.00 total=2500000\nfull avg10=0.00 total=9\n'),
  ).toBe(2.5);
  expect(parsePressure('')).toBeUndefined();
});

it('what a run has started belongs to it, also what has lost its marker; other children of the harness do not', () => {
  const one = (pid: number, parent: number, seconds: number) => ({ pid, parent, seconds });
  const all = [
    one(1, 0, 100),
    one(10, 1, 1),
    one(20, 10, 2),
    one(21, 20, 4),
    one(22, 21, 8),
    one(30, 10, 16),
  ];
  // 10 is the harness, 20 carries the marker, 21 and 22 overwrote it, 30 is somebody else's.
  expect(secondsOf(all, [20], 10)).toBe(15);
});

it('a process brings along the time of its children that are gone', () => {
  const stat = '7 (a ) b) S 3 7 7 0 -1 4194304 1 0 0 0 250 50 30 20 20 0 9 0 100 200 300';
  expect(parseCpu(7, stat)).toEqual({ pid: 7, parent: 3, seconds: 3.5 });
});

/** Uses 0.4 s of CPU, says so, and rests until nobody holds its standard input. */
const BURN = `while (process.cpuUsage().user + process.cpuUsage().system < 4e5);
console.log('used');
process.stdin.resume();`;

it.runIf(process.platform === 'linux')(
  'a process with the marker is found for real, one without is not',
  async () => {
    const run = `20260101_0000_cpu_${process.pid}`;
    const self = process.cpuUsage();
    const before = runCpuSeconds(run) ?? Number.NaN;
    const burners = [run, 'another'].map((id) =>
      spawn(process.execPath, ['-e', BURN], {
        env: { ...process.env, [RUN_MARKER]: id },
        // As a run's processes are: who shares a group with one is one of them.
        detached: true,
        stdio: ['pipe', 'pipe', 'ignore'],
      }),
    );
    try {
      await Promise.all(burners.map(({ stdout }) => once(stdout, 'data')));
      const { user, system } = process.cpuUsage(self);
      const used = (runCpuSeconds(run) ?? Number.NaN) - before - (user + system) / 1e6;
      expect(used).toBeGreaterThan(0.35);
      expect(used).toBeLessThan(0.75);
    } finally {
      for (const burner of burners) burner.kill('SIGKILL');
    }
  },
);
