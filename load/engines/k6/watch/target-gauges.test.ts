import { expect, test } from 'vitest';
import { TargetGauges } from './target-gauges.ts';

const API = { name: 'api', url: 'http://127.0.0.1:9/metrics' };
const valuesOf = (readings: ReturnType<TargetGauges['read']>) =>
  Object.fromEntries(readings.map(({ gauge, value, unit }) => [gauge, `${value} ${unit}`]));

test('standard names become gauges of the part', () => {
  const text = `process_resident_memory_bytes 150000000
nodejs_eventloop_lag_seconds 0.001
nodejs_eventloop_lag_p99_seconds 0.0125
db_pool_connections{state="active"} 7
db_pool_connections{state="waiting"} 2
queue_depth{queue_name="runs"} 4
queue_depth{queue_name="hooks"} 5
`;
  const gauges = new TargetGauges({ ...API, memoryLimitMb: 200 });
  expect(valuesOf(gauges.read(text, 0))).toEqual({
    'api.memory_mb': '150 MB',
    'api.memory_ratio': '0.75 ratio',
    'api.event_loop_lag_ms': '12.5 ms',
    'api.pool_in_use': '7 connections',
    'api.pool_waiting': '2 callers',
    'api.queue_depth': '9 jobs',
    'api.queue_depth{queue:runs}': '4 jobs',
    'api.queue_depth{queue:hooks}': '5 jobs',
  });
});

test('without a limit there is no share of the memory', () => {
  const readings = new TargetGauges(API).read('process_resident_memory_bytes 1000000\n', 0);
  expect(valuesOf(readings)).toEqual({ 'api.memory_mb': '1 MB' });
});

test('the lag of now stands in where no percentile is told', () => {
  const readings = new TargetGauges(API).read('nodejs_eventloop_lag_seconds 0.003\n', 0);
  expect(valuesOf(readings)).toEqual({ 'api.event_loop_lag_ms': '3 ms' });
});

test('CPU is what was used since the reading before, of the cores that the part may use', () => {
  const gauges = new TargetGauges({ ...API, cores: 2 });
  const read = (seconds: number, atMs: number) =>
    gauges.read(`process_cpu_seconds_total ${seconds}\n`, atMs)[0]?.value;
  expect(read(100, 0)).toBeUndefined();
  expect(read(105, 5000)).toBe(0.5);
  // A longer gap, for a reading failed: still per second.
  expect(read(115, 25_000)).toBe(0.25);
  // Started anew: nothing is known, and from then on again.
  expect(read(1, 30_000)).toBeUndefined();
  expect(read(2, 31_000)).toBe(0.5);
});

test('what is not a number is not a reading', () => {
  expect(new TargetGauges(API).read('nodejs_eventloop_lag_p99_seconds NaN\n', 0)).toEqual([]);
});

test('a label with values without end gives gauges with an end', () => {
  const text = Array.from({ length: 500 }, (_, index) => `queue_depth{queue_name="q${index}"} 1`).join('\n');
  const readings = new TargetGauges(API).read(text, 0);
  expect(readings).toHaveLength(21);
  expect(readings[0]?.value).toBe(500);
});
