import { expect, it } from 'vitest';
import { register } from './register.ts';
import { operationsIn } from './testing/jepsen.ts';
import { check } from './testing/small-check.ts';

it('holds, and is calibrated with a stale read and a dropped write', () => {
  const history = operationsIn('0?w1 0=w 0?w2 0=w 1?r 1=r2 1?r 1=r2');
  const { verdict, detail } = check(history, 'register', { of: 'values' }, []);
  expect(detail).toBe(
    '4 seen; found when spoilt: a read given an older value, a write that was read dropped',
  );
  expect(verdict).toBe('held');
});

it('says of what is broken the write of what was read, the writes that it should have seen, and the read', () => {
  const found = register.find(operationsIn('0?w1 0=w 0?w2 0=w 0?w3 0=w 1?r 1=r1 1?r 1=r3'), { of: 'values' });
  if (found.verdict !== 'broken') throw new Error(found.verdict);
  expect(found.what).toContain('the read 1');
  expect(found.shownBy.map(({ does, value, saw }) => [does, value ?? saw[0]?.value])).toEqual([
    ['write', '1'],
    ['write', '2'],
    ['write', '3'],
    ['read', '1'],
  ]);
});
