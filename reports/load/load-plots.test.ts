import { describe, expect, it } from 'vitest';
import { loadPlots } from './load-plots.ts';
import { seriesSchema } from './series.ts';
import { loadSeries } from '../testing/load-samples.ts';
import { changed, suiteOf } from '../testing/sample-suite.ts';
import { limit } from '../testing/suite-samples.ts';

describe('load over time', () => {
  it('is drawn as three plots, with the limits of the suite in them', () => {
    const plots = loadPlots(suiteOf('fail', 'load/peak')).map(String);
    expect(plots).toHaveLength(3);
    expect(plots[1]).toContain('class="limit p95"');
    expect(plots[1]).toContain('aria-label="Latency: p50 from');
    expect(plots[0]).toContain('class="limit rate"');
    expect(plots[2]).toContain('class="limit errors"');
  });

  it('is not drawn without measurements', () => {
    expect(loadPlots(suiteOf('fail', 'load/smoke'))).toEqual([]);
    expect(loadPlots({ ...suiteOf('fail', 'load/peak'), series: [] })).toEqual([]);
  });

  it('accepts what a load tool attaches, with nothing for a second without a request', () =>
    expect(seriesSchema.parse([{ second: 0, requests: 0, errors: 0, p50: null }])).toHaveLength(1));
});

describe('limits on a plot', () => {
  it('say what they hold for, and leave out what is not drawn', () => {
    const row = suiteOf('pass', 'load/peak');
    if (row.evidence === undefined) throw new Error('no evidence');
    const thresholds = [
      limit('http_req_duration{service:api}.p95', '<', 300, 'ms'),
      limit('http_req_duration{service:web}.p95', '<', 500, 'ms'),
      limit('http_req_waiting.p95', '<', 100, 'ms'),
    ];
    const [, latency] = loadPlots(changed(row, { suite: { ...row.evidence.suite, thresholds } })).map(String);
    expect(latency).toContain('limit of service:api 300 ms, limit of service:web 500 ms');
    expect(latency?.match(/class="limit/g)).toHaveLength(2);
  });

  it('on a rate are per second, also when a point stands for more', () => {
    const series = [0, 8, 16].map((second) => ({ second, requests: 80, errors: 0 }));
    const [rate] = loadPlots({ ...suiteOf('pass', 'load/peak'), series }).map(String);
    expect(rate).toContain('rate max 10/s');
  });
});

describe('the load of an experiment', () => {
  const NAME = 'chaos/api-postgres-latency';

  it('is drawn with its phases and the limits of each where they lie', () => {
    const row = suiteOf('pass', NAME);
    const started = { name: 'timeseries', at: '', detail: { startedAt: '2026-11-21T03:15:17Z' } };
    const events = [...(row.evidence?.events ?? []), started];
    const series = loadSeries(false).slice(0, 72);
    const [, latency] = loadPlots({ ...changed(row, { events }), series }).map(String);
    expect(latency?.match(/class="band"/g)).toHaveLength(3);
    expect(latency?.match(/class="limit p95"/g)).toHaveLength(3);
    expect(latency).not.toContain('limit 300');
    // The first phase begins 5 s after the first sample: 44 + 5 / 72 of 308.
    expect(latency).toContain('<g class="band"><rect x="65.4"');
  });

  it('draws no phase on a load of which nobody knows when it began', () => {
    const [, latency] = loadPlots({ ...suiteOf('pass', NAME), series: loadSeries(false) }).map(String);
    expect(latency).not.toMatch(/class="(band|limit)/);
  });
});
