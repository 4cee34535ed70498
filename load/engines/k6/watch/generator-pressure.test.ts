import { expect, test } from 'vitest';
import { Pressure } from './generator-pressure.ts';

const readings = (k6: number, machine: number, memory = 0.5) => [
  { gauge: 'generator.cpu_ratio', value: k6, unit: 'ratio' },
  { gauge: 'generator.machine_busy_ratio', value: machine, unit: 'ratio' },
  { gauge: 'generator.machine_memory_ratio', value: memory, unit: 'ratio' },
];

test('counts how long the generator was full, and how long it dropped meanwhile', () => {
  const pressure = new Pressure();
  pressure.add(readings(0.2, 0.3), 2000, 0);
  pressure.add(readings(0.92, 0.93), 2000, 0);
  pressure.add(readings(0.5, 0.99), 4000, 7);
  pressure.add(readings(0.1, 0.2, 0.97), 2000, 9);
  expect(pressure.summary()).toEqual({
    watchedMs: 10_000,
    fullMs: 6000,
    fullDroppingMs: 4000,
    memoryFullMs: 2000,
    k6Ratio: expect.closeTo(0.64, 6) as number,
    machineRatio: expect.closeTo(0.97, 6) as number,
  });
});

test('without CPU readings nothing was watched', () => {
  const pressure = new Pressure();
  pressure.add([{ gauge: 'generator.harness_memory_mb', value: 1, unit: 'MB' }], 2000, 5);
  expect(pressure.summary()).toMatchObject({ watchedMs: 0, k6Ratio: undefined, machineRatio: undefined });
});
