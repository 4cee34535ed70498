import { describe, expect, it } from 'vitest';
import { check } from './testing/small-check.ts';
import { smallHistory, thing } from './testing/small-history.ts';

describe('isolated', () => {
  const own = { does: 'read', saw: [thing('a', { owner: 'north' })] } as const;
  const south = { does: 'read', tenant: 'south', saw: [thing('z', { owner: 'south' })] } as const;

  it("finds another's thing wherever it was seen, and a peek that was answered", () => {
    expect(check(smallHistory(own, south, { does: 'peek', outcome: 'failed' }), 'isolated').verdict).toBe(
      'held',
    );
    const foreign = { does: 'hear', saw: [thing('s', { owner: 'south' })] } as const;
    expect(check(smallHistory(own, south, foreign), 'isolated').detail).toContain('north saw s of south');
    expect(check(smallHistory(own, south, { does: 'peek' }), 'isolated').verdict).toBe('broken');
  });

  it('is unknown where there was nobody else, and where nobody was there to refuse', () => {
    expect(check(smallHistory(own, { does: 'peek', outcome: 'failed' }), 'isolated').verdict).toBe('unknown');
    const unsent = { does: 'peek', outcome: 'failed', why: 'not sent' } as const;
    expect(check(smallHistory(own, south, unsent), 'isolated', { atLeast: 3 }).detail).toContain(
      'only 2 seen',
    );
  });

  it('under a fault counts who asked for what is another’s, not who was shown what is their own', () => {
    const late = { does: 'peek', outcome: 'failed', at: 9 } as const;
    const few = check(smallHistory(own, south, late), 'isolated', { answeredUnderFault: 1 });
    expect([few.verdict, few.detail]).toEqual([
      'unknown',
      'only 0 of jobs answered while there was blackout on a-b; at least 1 are needed',
    ]);
    const soon = { ...late, at: 0.2 };
    expect(check(smallHistory(own, south, soon), 'isolated', { answeredUnderFault: 1 }).verdict).toBe('held');
  });
});
