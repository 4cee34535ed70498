import { describe, expect, it } from 'vitest';
import { gauges } from '../testing/load-evidence.ts';
import { bottlenecksOf } from './bottlenecks.ts';

const read = (values: readonly number[], name: string, unit: string) =>
  values.map((avg, index) => gauges(index, { [name]: { avg, unit } }));
const whatOf = (...of: Parameters<typeof bottlenecksOf>) => bottlenecksOf(...of).map(({ what }) => what);

describe('of gauges', () => {
  it.each([
    ['api.cpu_ratio', 'ratio', [0.5, 0.93, 0.6], 'api used 93 % CPU on average in its busiest stretch.'],
    [
      'generator.cpu_ratio',
      'ratio',
      [0.97],
      'generator (ours) used 97 % CPU on average in its busiest stretch.',
    ],
    ['api.event_loop_lag_ms', 'ms', [12, 180], 'The event loop was late: api by up to 180 ms.'],
    [
      'api.pool_waiting',
      'callers',
      [0, 14],
      'Up to 14 callers waited for a connection in api (7 on average).',
    ],
    ['api.pool_use_ratio', 'ratio', [0.5, 1], 'The connection pool of api was 100 % in use.'],
    [
      'worker.queue_depth{queue:mails}',
      'jobs',
      [2, 9, 80],
      'The queue mails grew from 2 to 80 waiting jobs (means of the first and last third, highest 80).',
    ],
  ])('%s is named', (name, unit, values, what) =>
    expect(whatOf([], read(values, name, unit))).toEqual([what]),
  );

  it.each([
    ['api.cpu_ratio', 'ratio', [0.5, 0.79]],
    ['generator.machine_busy_ratio', 'ratio', [0.99, 0.9]],
    ['api.event_loop_lag_ms', 'ms', [99]],
    ['api.pool_waiting', 'callers', [0, 0]],
    ['api.pool_in_use', 'connections', [20]],
    ['worker.queue_depth', 'jobs', [50, 60, 70]],
    ['worker.queue_depth', 'jobs', [0, 3, 9]],
    ['worker.queue_depth', 'jobs', [90]],
  ])('%s of %s %j stands out in nothing', (name, unit, values) =>
    expect(whatOf([], read(values, name, unit))).toEqual([]),
  );
});

describe('of endpoints', () => {
  const quick = { name: 'GET /a', requests: 900, sumMs: 9000 };
  const slow = { name: 'POST /b', requests: 100, sumMs: 31_000, p50: 300, p95: 400 };

  it('names one that takes far more time than its share', () => {
    expect(bottlenecksOf([quick, slow], [])).toEqual([
      {
        what: 'POST /b takes 78 % of all response time with 10 % of the requests: p50 300 ms, p95 400 ms.',
        advice: expect.stringContaining('its own work') as string,
      },
    ]);
  });

  it('tells a long tail from work that is always slow, and claims neither where it is not known', () => {
    const adviceOf = (more: object) => bottlenecksOf([quick, { ...slow, ...more }], [])[0]?.advice;
    expect(adviceOf({ p50: 20 })).toContain('lock and pool waits');
    expect(adviceOf({ p50: undefined })).toBe(
      'Trace one of its requests, and look at its queries and at what it waits for.',
    );
  });

  it('names nothing from few requests, from no times, or where time is shared fairly', () => {
    expect(bottlenecksOf([quick, { ...slow, requests: 19 }], [])).toEqual([]);
    expect(bottlenecksOf([{ ...slow, sumMs: undefined }], [])).toEqual([]);
    expect(bottlenecksOf([quick, { ...slow, sumMs: 1900 }], [])).toEqual([]);
    expect(bottlenecksOf([slow], [])).toEqual([]);
  });
});
