import { describe, expect, it } from 'vitest';
import { plot, ticksTo, type Line } from './plot.ts';

function latency(points: Line['points']): string {
  const lines = [{ name: 'p95', points }];
  return plot({ title: 'Latency', unit: 'ms', lines, limits: [], phases: [] }).toString();
}

describe('a plot', () => {
  it('breaks a line where a second had no request', () => {
    const svg = latency([[0, 5], [1, undefined], [2, 7]]); // prettier-ignore
    expect(/d="([^"]*)"/.exec(svg)?.[1]?.match(/M/g)).toHaveLength(2);
  });

  it('says so when a line has no value at all', () =>
    expect(latency([[0, undefined]])).toMatch(/p95 not measured.*p95 has no value/s));

  it.each([
    [0, [0, 0.25, 0.5, 0.75, 1]],
    [7, [0, 2, 4, 6, 8]],
    [924, [0, 250, 500, 750, 1000]],
  ])('with an axis up to %d has round ticks', (most, ticks) => expect(ticksTo(most)).toEqual(ticks));
});
