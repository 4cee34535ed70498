import { expect, it } from 'vitest';
import { segmentArgs } from './segments.ts';

it('gives one process everything, and several a part each, without gap or overlap', () => {
  expect(segmentArgs(1)).toEqual([[]]);
  const all = segmentArgs(3);
  expect(all.map((args) => args[1])).toEqual(['0:1/3', '1/3:2/3', '2/3:1']);
  expect(new Set(all.map((args) => args[3]))).toEqual(new Set(['0,1/3,2/3,1']));
});
