import { expect, test } from 'vitest';
import { loadGaugesSchema, type LoadGauges } from '../../../../kernel/load-evidence.ts';
import { GaugeBuckets } from './gauge-buckets.ts';

const cpu = (value: number) => [{ gauge: 'api.cpu_ratio', value, unit: 'ratio' }];

test('a bucket holds average, extremes and number of its readings, and comes when it is over', () => {
  const buckets = new GaugeBuckets();
  expect(buckets.add(cpu(0.2), 2000, 2000)).toBeUndefined();
  expect(buckets.add(cpu(0.4), 8000, 6000)).toBeUndefined();
  const finished = buckets.add(cpu(1), 12_000, 4000);
  expect(loadGaugesSchema.parse(finished)).toEqual({
    fromMs: 0,
    untilMs: 10_000,
    gauges: { 'api.cpu_ratio': { avg: 0.35, min: 0.2, max: 0.4, samples: 2, unit: 'ratio' } },
  });
  expect(buckets.finish()).toMatchObject({ fromMs: 10_000, gauges: { 'api.cpu_ratio': { samples: 1 } } });
  expect(buckets.finish()).toBeUndefined();
});

test('the run as a whole gives metrics, of the generator by its own name', () => {
  const buckets = new GaugeBuckets();
  buckets.add([...cpu(0.5), { gauge: 'generator.memory_mb', value: 40, unit: 'MB' }], 2000, 2000);
  buckets.add(cpu(0.8), 12_000, 1000);
  expect(buckets.metrics()).toEqual([
    { name: 'target.api.cpu_ratio.avg', value: 0.6, unit: 'ratio', samples: 2 },
    { name: 'target.api.cpu_ratio.max', value: 0.8, unit: 'ratio', samples: 2 },
    { name: 'generator.memory_mb.avg', value: 40, unit: 'MB', samples: 1 },
    { name: 'generator.memory_mb.max', value: 40, unit: 'MB', samples: 1 },
  ]);
});

test('a reading stands for as long as it says, but for nothing before the load', () => {
  const buckets = new GaugeBuckets();
  const covering = (value: number, coversMs: number) => cpu(value).map((one) => ({ ...one, coversMs }));
  buckets.add(covering(1, 600_000), 5000, 5000);
  buckets.add(covering(0.5, 15_000), 20_000, 5000);
  expect(buckets.metrics()[0]).toMatchObject({ name: 'target.api.cpu_ratio.avg', value: 0.625, samples: 2 });
});

test('queues that come and go without end are 200 gauges, and what was left out is told', () => {
  const buckets = new GaugeBuckets();
  const finished = Array.from({ length: 720 }, (_, round) => {
    const names = Array.from({ length: 20 }, (_, queue) => `worker.queue_depth{queue:${20 * round + queue}}`);
    const readings = [...names, 'worker.queue_depth'].map((gauge) => ({ gauge, value: 1, unit: 'jobs' }));
    return buckets.add(readings, 5000 * (round + 1), 5000);
  });
  expect(buckets.metrics()).toHaveLength(2 * 201);
  expect(buckets.metrics().at(-1)).toMatchObject({ samples: 1 });
  expect(buckets.metrics()).toContainEqual({
    ...{ name: 'target.worker.queue_depth.max', value: 1, unit: 'jobs', samples: 720 },
  });
  expect(buckets.notKept).toEqual({
    ...{ readings: 720 * 20 - 200, first: 'worker.queue_depth{queue:200}', kept: 200 },
  });
  const gauges = finished.flatMap((one) => (one === undefined ? [] : [Object.keys(one.gauges).length]));
  expect(Math.max(...gauges)).toBeLessThanOrEqual(201);
});

test('a day of thirty gauges is less than 1.5 MB of evidence', () => {
  const buckets = new GaugeBuckets();
  const finished: (LoadGauges | undefined)[] = [];
  const names = Array.from({ length: 30 }, (_, index) => `worker.queue_depth{queue:number-${index}}`);
  for (let ms = 5000; ms < 24 * 3_600_000; ms += 5000)
    finished.push(
      buckets.add(
        names.map((gauge) => ({ gauge, value: ms / 7, unit: 'jobs' })),
        ms,
        5000,
      ),
    );
  const kept = finished.filter((one) => one !== undefined);
  expect(kept.length).toBeLessThan(440);
  expect(JSON.stringify(kept).length).toBeLessThan(1.5e6);
});
