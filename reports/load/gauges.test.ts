import { describe, expect, it } from 'vitest';
import { limit } from '../testing/suite-samples.ts';
import { gauges } from '../testing/load-evidence.ts';
import { gaugeName, sayGauge } from './gauge-name.ts';
import { gaugePlots } from './gauge-plots.ts';
import { gaugeSeries } from './gauge-series.ts';

const AXIS = { phases: [], untilSecond: 30 };

describe('the name of a gauge', () => {
  it.each([
    ['api.cpu_ratio', 'api cpu', false],
    ['worker.queue_depth{queue:mails.out}', 'worker mails.out', false],
    ['generator.harness_memory_mb', 'generator (ours) harness memory', true],
    ['lonely', 'lonely lonely', false],
  ])('%s is said as %s', (full, said, ours) => {
    const name = gaugeName(full);
    expect([sayGauge(name), name.ours]).toEqual([said, ours]);
  });
});

describe('a gauge over time', () => {
  it('has a mean over its readings, its extremes, and a gap where it was not read', () => {
    const [cpu, ...others] = gaugeSeries([
      gauges(0, { 'api.cpu_ratio': { avg: 0.2, min: 0.1, samples: 3 } }),
      gauges(1, {}),
      gauges(2, { 'api.cpu_ratio': { avg: 0.6, max: 0.9, samples: 1 } }),
    ]);
    expect(others).toEqual([]);
    expect(cpu).toMatchObject({ unit: '%', least: 10, most: 90, readings: 4 });
    expect(cpu?.mean).toBeCloseTo(30);
    expect(cpu?.points.map(({ second, avg }) => [second, avg])).toEqual([
      [5, 20],
      [15, undefined],
      [25, 60],
    ]);
  });

  it('is no gauge without a reading', () =>
    expect(gaugeSeries([gauges(0, { 'api.cpu_ratio': { avg: 0, samples: 0 } })])).toEqual([]));

  it('has at most 240 points, and keeps its peak', () => {
    const all = Array.from({ length: 434 }, (_, index) =>
      gauges(index, { 'api.event_loop_lag_ms': { avg: index === 300 ? 700 : 5, unit: 'ms' } }),
    );
    const [lag] = gaugeSeries(all);
    expect(lag?.points.length).toBeLessThanOrEqual(240);
    expect(Math.max(...(lag?.points ?? []).map(({ max }) => max ?? 0))).toBe(700);
  });
});

describe('the plots of gauges', () => {
  const read = (index: number) =>
    gauges(index, {
      'api.cpu_ratio': { avg: 0.4 },
      'web.cpu_ratio': { avg: 0.3 },
      'generator.cpu_ratio': { avg: 0.2 },
      'web.event_loop_lag_ms': { avg: 9, unit: 'ms' },
      'worker.queue_depth': { avg: 7, unit: 'jobs' },
      'worker.queue_depth{queue:mails}': { avg: 6, unit: 'jobs' },
      'worker.queue_depth{queue:runs}': { avg: 1, unit: 'jobs' },
      'api.stream_clients': { avg: 3, unit: 'clients' },
    });
  const plots = gaugePlots(
    [read(0), read(1)],
    [
      limit('target.api.cpu_ratio.avg', '<', 0.7, 'ratio'),
      limit('target.api.cpu_ratio_peak', '<', 1, 'ratio'),
    ],
    AXIS,
  ).map(String);

  it('are one for each family that was read, on the axis of the load', () => {
    expect(plots.map((svg) => /<strong>([^<]+)/.exec(svg)?.[1])).toEqual([
      'CPU',
      'Queue depth',
      'Event-loop lag',
    ]);
    for (const svg of plots) expect(svg).toContain('>30 s</text>');
  });

  it('give a process the same colour everywhere, and mark ours', () => {
    expect(plots[0]).toMatch(/key tone-2">web max 30 %/);
    expect(plots[2]).toMatch(/key tone-2">web max 9 ms/);
    expect(plots[0]).toContain('key ours ours-1">generator (ours) max 20 %');
  });

  it('draw the limit of a gauge in the colour of its line', () => {
    expect(plots[0]).toContain('api max 40 %, limit 70 %');
    expect(plots[0]?.match(/class="limit tone-1"/g)).toHaveLength(1);
  });

  it('tell queues part by part, not the whole once more', () => {
    expect(plots[1]).toContain('worker mails max 6 jobs');
    expect(plots[1]).not.toContain('max 7 jobs');
  });

  it('say how many lines they leave out', () => {
    const many = Array.from({ length: 8 }, (_, index) => [
      `worker.queue_depth{queue:q${index}}`,
      { avg: index, unit: 'jobs' },
    ]);
    const read = gauges(0, Object.fromEntries(many) as Parameters<typeof gauges>[1]);
    const [svg] = gaugePlots([read], [], AXIS).map(String);
    expect(svg?.match(/class="line/g)).toHaveLength(6);
    expect(svg).toContain('2 lower lines left out');
  });

  it('are none where nothing was read', () => expect(gaugePlots([], [], AXIS)).toEqual([]));
});
