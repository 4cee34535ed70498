import { describe, expect, it } from 'vitest';
import { historyCheckSchema } from './check-history.ts';
import { operationsIn } from './testing/jepsen.ts';
import { check } from './testing/small-check.ts';
import { manyKept, smallFault, smallHistory, thing } from './testing/small-history.ts';

describe('green that says nothing is unknown', () => {
  it.each(historyCheckSchema.shape.check.options)('of nothing: %s', (name) => {
    expect(check([], name, { per: 'jobs' }, []).verdict).toBe('unknown');
  });

  it('from too few', () => {
    expect(check(manyKept(9), 'kept', { atLeast: 10 }).detail).toBe(
      'only 9 seen of jobs; at least 10 are needed',
    );
  });

  it('where the last look came before the fault was over', () => {
    const history = smallHistory({ does: 'add', saw: [thing('a')] }, { does: 'list', saw: [thing('a')] });
    const looked = (untilS: number, name = 'kept') => check(history, name, {}, [smallFault(0, untilS)]);
    expect(looked(0.9).verdict).toBe('held');
    for (const name of ['kept', 'once'])
      expect(looked(5, name)).toMatchObject({
        verdict: 'unknown',
        detail: 'nobody of north looked at jobs after blackout on a-b was over',
      });
  });

  it('where nobody read a value after the fault', () => {
    const text = '0?w1 0=w 0?w2 0=w 1?r 1=r2 1?r 1=r2';
    const read = (untilMs: number) =>
      check(operationsIn(text), 'register', { of: 'values' }, [{ name: 'x', fromMs: 0, untilMs }]);
    expect(read(6).verdict).toBe('held');
    expect(read(7).detail).toBe('nobody of north looked at values after x was over');
  });

  it('where one tenant’s things were looked at, and another’s were not', () => {
    const history = smallHistory(
      { does: 'add', tenant: 'south' },
      { does: 'add', saw: [thing('a')] },
      { does: 'list', saw: [thing('a')] },
    );
    expect(check(history, 'once').verdict).toBe('unknown');
  });

  describe('where somebody caused what nobody saw', () => {
    const KEYS = ['a', 'b', 'c', 'd'];
    const of = { of: 'hooks', per: 'jobs' };
    const jobs = { does: 'list', saw: [thing('a', { value: 'done' })] } as const;
    const hooks = { does: 'list', of: 'hooks', saw: KEYS.map((key) => thing(key)) } as const;
    const heard = KEYS.map((key) => ({ does: 'hear', of: 'hooks', key }) as const);
    const south = { does: 'add', tenant: 'south', key: 'z' } as const;
    it.each([
      ['once', [hooks], 'nobody looked at hooks at the end'],
      ['told', [jobs, { ...hooks, saw: [thing('a')] }], 'nobody looked at jobs at the end'],
      ['unbroken', [...heard, hooks], 'nobody of south heard any of hooks'],
    ] as const)('%s', (name, seen, why) => {
      const own = { does: 'add' } as const;
      const rest = { ...south, tenant: 'north', key: 'y' };
      expect(check(smallHistory(own, rest, ...seen), name, of).verdict).toBe('held');
      expect(check(smallHistory(own, south, ...seen), name, of)).toMatchObject({
        verdict: 'unknown',
        detail: why,
      });
    });
  });

  it('where what was asked for under the fault was refused', () => {
    const refused = { does: 'add', outcome: 'failed', why: 'answered 401' } as const;
    const later = { does: 'add', key: 'b', at: 2, saw: [thing('b')] } as const;
    const history = smallHistory(refused, later, { does: 'list', at: 3, saw: [thing('b')] });
    expect(check(history, 'kept').verdict).toBe('held');
    expect(check(history, 'kept', { answeredUnderFault: 1 }).detail).toContain('only 0 of jobs answered');
  });

  it('where nobody asked while the fault was on', () => {
    const { verdict, detail } = check(manyKept(10), 'kept', {}, [smallFault(30, 40)]);
    expect([verdict, detail]).toEqual(['unknown', 'nobody asked for jobs while there was blackout on a-b']);
  });

  it('where there is nothing that could be spoilt', () => {
    const { verdict, detail } = check(operationsIn('0?w1 0=w 1?r 1=r1'), 'register', { of: 'values' }, []);
    expect(verdict).toBe('unknown');
    expect(detail).toContain('a read given an older value: there was nothing to spoil');
  });
});
