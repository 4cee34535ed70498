import { expect, test } from 'vitest';
import { panelsIn, problemOf } from './panels.ts';

const one = (value: number, job = 'api') => ({ labels: { job }, value });

test.each([
  ['what has data and moved is well', [one(1)], [one(2)], undefined],
  ['what was not there before has moved', [one(NaN)], [one(2)], undefined],
  ['a series that came has moved', [one(1)], [one(1), one(1, 'web')], undefined],
  ['one of several is enough', [one(1), one(1, 'web')], [one(1), one(2, 'web')], undefined],
  ['nothing is empty', [one(1)], [], 'it is empty'],
  ['what is no number is empty', [one(1)], [one(NaN)], 'it is empty'],
  ['what stays stands still', [one(100)], [one(100.5)], 'it does not move under a load'],
  ['nothing but zero stands still', [one(0)], [one(0)], 'it does not move under a load'],
])('%s', (_what, before, under, problem) => {
  expect(problemOf(before, under)).toBe(problem);
});

test('panels of rows are panels, and rows are none', () => {
  const panel = (title: string) => ({ title, targets: [{ expr: title.toLowerCase() }] });
  const text = JSON.stringify({ panels: [panel('A'), { title: 'Row', panels: [panel('B')] }] });
  expect(panelsIn(text, 'x.json')).toEqual([
    { title: 'A', queries: ['a'] },
    { title: 'B', queries: ['b'] },
  ]);
  for (const wrong of ['{', '{}', '[]'])
    expect(() => panelsIn(wrong, 'x.json')).toThrow('x.json is no dashboard');
});
