import { expect, test } from 'vitest';
import { wrongOf } from './asking.ts';

test('of no operation nothing is asked, and that is no proof that nothing is wrong', async () => {
  const ask = () => Promise.reject(new Error('nothing is to be asked'));
  await expect(wrongOf([], ask, () => undefined)).rejects.toThrow('operations that are asked');
});
