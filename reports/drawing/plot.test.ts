import { describe, expect, it } from 'vitest';
import { plot, type Line } from './plot.ts';

function latency(points: Line['points']): string {
  const lines = [{ name: 'p95', points }];
  return plot({ title: 'Latency', unit: 'ms', lines, limits: [], phases: [] }).toString();
}

describe('a plot', () => {
  it('breaks a line where a second had no request', () => {
    const svg = latency([
      [0, 5],
      [1, undefined],
      [2, 7],
    ]);
    expect(/d="([^"]*)"/.exec(svg)?.[1]?.match(/M/g)).toHaveLength(2);
  });

  it('says so when a line has no value at all', () =>
    expect(latency([[0, undefined]])).toMatch(/p95 not measured.*p95 has no value/s));

  it('shows a second without neighbours as a dash', () =>
    expect(
      latency([
        [0, undefined],
        [1, 7],
        [2, undefined],
      ]),
    ).toMatch(/d="M[\d.]+,[\d.]+m-2,0h4"/));

  it.each([
    [0, ['0', '0.2', '0.4', '0.6', '0.8', '1']],
    [7, ['0', '2', '4', '6', '8']],
    [924, ['0', '200', '400', '600', '800', '1,000']],
    [0.0031, ['0', '0.001', '0.002', '0.003', '0.004']],
  ])('has an axis up to %d with round numbers', (most, ticks) => {
    const said = [
      ...latency([[0, most]]).matchAll(/text-anchor="end">([^<]+)<\/text><(?=line class="grid|path)/g),
    ];
    expect(said.map(([, tick]) => tick)).toEqual(ticks);
  });

  it('never has fewer than four numbers on its axis, or more than seven', () => {
    const amounts = Array.from({ length: 400 }, (_, step) => {
      const svg = latency([[0, 10 ** (step / 50 - 3)]]);
      return svg.split('class="grid"').length - 1;
    });
    expect([Math.min(...amounts), Math.max(...amounts)]).toEqual([4, 7]);
  });
});
