import { describe, expect, it } from 'vitest';
import { check } from './testing/small-check.ts';
import { manyKept, smallHistory, thing } from './testing/small-history.ts';

describe('once', () => {
  it('finds one doubled in 10,000', () => {
    const history = manyKept(10_000);
    expect(check(history, 'once').verdict).toBe('held');
    const list = history.at(-1);
    if (list === undefined) throw new Error('no list');
    const doubled = [
      ...history.slice(0, -1),
      { ...list, saw: [...list.saw, thing('k42', { id: 'another' })] },
    ];
    expect(check(doubled, 'once')).toMatchObject({
      verdict: 'broken',
      detail: expect.stringContaining('jobs k42 is there 2 times at the end: id-k42, another') as string,
    });
  });

  it('finds a key that was acknowledged twice as something else', () => {
    const history = smallHistory(
      { does: 'add', saw: [thing('a')] },
      { does: 'add', saw: [thing('a', { id: 'second' })] },
      { does: 'list', saw: [thing('a')] },
    );
    expect(check(history, 'once').detail).toContain('was acknowledged as id-a, and again as second');
  });

  it('finds what was refused and happened; not what was refused once and acknowledged then', () => {
    const list = { does: 'list', saw: [thing('a')] } as const;
    const refused = { does: 'add', outcome: 'failed' } as const;
    expect(check(smallHistory(refused, list), 'once').detail).toContain('was refused, and is there');
    expect(check(smallHistory(refused, { does: 'add', saw: [thing('a')] }, list), 'once').verdict).toBe(
      'held',
    );
  });
});
