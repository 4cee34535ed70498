import { expect, test } from 'vitest';
import { samplesIn } from './prometheus-text.ts';

const NAMES = new Set(['depth', 'cpu_total', 'lag']);

test('reads the samples that are wanted, with their labels and values', () => {
  const text = `# HELP depth Jobs
# TYPE depth gauge
depth{queue_name="a \\"b\\", {c}",kind="x"} 2
depth{queue_name="d",} 3.5e1 1700000000000
cpu_total 1.5 # {trace_id="x"} 1
lag NaN
depth_of_something_else{broken 1
other{broken
`;
  expect(samplesIn(text, NAMES)).toEqual([
    { name: 'depth', labels: { queue_name: 'a "b", {c}', kind: 'x' }, value: 2 },
    { name: 'depth', labels: { queue_name: 'd' }, value: 35 },
    { name: 'cpu_total', labels: {}, value: 1.5 },
    { name: 'lag', labels: {}, value: Number.NaN },
  ]);
});

test.each([['depth{queue_name="a} 1'], ['depth{a="1" b="2"} 1'], ['depth{} x'], ['depth{}  ']])(
  'shows a wanted sample that is malformed: %s',
  (line) => expect(() => samplesIn(`up 1\n${line}`, NAMES)).toThrow(line.trim().slice(0, 8)),
);

test.each(['<html>', '', '{"error":{}}', '# HELP only a comment'])('%j is no text of Prometheus', (text) =>
  expect(() => samplesIn(text, NAMES)).toThrow('not Prometheus text'),
);
