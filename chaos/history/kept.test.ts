import { describe, expect, it } from 'vitest';
import { check } from './testing/small-check.ts';
import { manyKept, smallFault, smallHistory, thing } from './testing/small-history.ts';

describe('kept', () => {
  it('holds where everything acknowledged is there; what is not acknowledged may be there or not', () => {
    const [maybe, refused] = [
      { does: 'add', key: 'b', outcome: 'indeterminate' },
      { does: 'add', key: 'c', outcome: 'failed' },
    ] as const;
    const there = (...keys: string[]) =>
      smallHistory({ does: 'add', saw: [thing('a')] }, maybe, refused, {
        does: 'list',
        saw: keys.map((key) => thing(key)),
      });
    expect(check(there('a', 'b'), 'kept').verdict).toBe('held');
    expect(check(there('a'), 'kept').verdict).toBe('held');
    expect(check(there('b'), 'kept').verdict).toBe('broken');
  });

  it('finds one lost in 10,000, and says which, when, and under which fault', () => {
    const history = manyKept(10_000);
    expect(check(history, 'kept')).toMatchObject({ verdict: 'held' });
    const list = history.at(-1);
    if (list === undefined) throw new Error('no list');
    const lost = [...history.slice(0, -1), { ...list, saw: list.saw.filter(({ key }) => key !== 'k7531') }];
    const { verdict, detail } = check(lost, 'kept', {}, [smallFault(0, 40)]);
    expect(verdict).toBe('broken');
    expect(detail).toBe(`jobs k7531 was acknowledged as id-k7531, and is not there at the end:
  add jobs k7531 by one of north, 12:00:07.531 (7.5 s into blackout on a-b): acknowledged after 100 ms; saw k7531 id-k7531
  list jobs a by one of north, 12:00:50.000 (10.0 s after blackout on a-b): acknowledged after 100 ms; saw nothing of it`);
  });

  it('finds what is there with other bytes', () => {
    const history = (value: string) =>
      smallHistory(
        { does: 'add', value: 'sha-1', saw: [thing('a')] },
        { does: 'list', saw: [thing('a', { value })] },
      );
    expect(check(history('sha-1'), 'kept').verdict).toBe('held');
    expect(check(history('sha-2'), 'kept').detail).toContain(
      'was acknowledged as sha-1, and is sha-2 at the end',
    );
  });

  it('is unknown where nobody looked at the end', () => {
    expect(check(smallHistory({ does: 'add', saw: [thing('a')] }), 'kept')).toMatchObject({
      verdict: 'unknown',
      detail: 'nobody looked at jobs at the end',
    });
  });
});
