import { describe, expect, it, test } from 'vitest';
import { checkHistory, historyCheckSchema } from './check-history.ts';
import type { History } from './operation.ts';
import { manyKept, smallFault, smallHistory, thing } from './testing/small-history.ts';
import { operationsIn } from './testing/jepsen.ts';

/** Over before anybody looks. */
const under = [smallFault(0, 0.5)];

function check(history: History, name: string, more: object = {}, faults = under) {
  const one = historyCheckSchema.parse({ check: name, of: 'jobs', atLeast: 1, ...more });
  const [checked] = checkHistory(history, [one], faults);
  if (checked === undefined) throw new Error('nothing was checked');
  return checked;
}

describe('kept', () => {
  it('holds where everything acknowledged is there; what is not acknowledged may be there or not', () => {
    const [maybe, refused] = [{ does: 'add', key: 'b', outcome: 'indeterminate' }, { does: 'add', key: 'c', outcome: 'failed' }] as const; // prettier-ignore
    const there = (...keys: string[]) => smallHistory({ does: 'add', saw: [thing('a')] }, maybe, refused, { does: 'list', saw: keys.map((key) => thing(key)) }); // prettier-ignore
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
    const history = (value: string) => smallHistory({ does: 'add', value: 'sha-1', saw: [thing('a')] }, { does: 'list', saw: [thing('a', { value })] }); // prettier-ignore
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

describe('settled', () => {
  const history = (...saw: ReturnType<typeof thing>[]) => smallHistory({ does: 'add', saw: [thing('a')] }, { does: 'list', saw }); // prettier-ignore
  test.each([
    ['done', 'held'],
    ['dead', 'held'],
    ['in flight', 'broken'],
    ['whatever', 'broken'],
  ])('a job that is %s: %s', (value, verdict) => {
    expect(check(history(thing('a', { value })), 'settled').verdict).toBe(verdict);
  });

  it('finds a job that is gone', () => {
    expect(check(history(), 'settled').detail).toContain('was acknowledged as id-a, and is gone at the end');
  });

  it('finds the one of 10,000 that is still under way', () => {
    const many = manyKept(10_000, 'done');
    expect(check(many, 'settled').verdict).toBe('held');
    const stuck = many.map((one) => ({ ...one, saw: one.saw.map((job) => (job.key === 'k9' && one.does === 'list' ? { ...job, value: 'in flight' } : job)) })); // prettier-ignore
    expect(check(stuck, 'settled').detail).toContain('jobs k9 was acknowledged as id-k9, and is in flight');
  });
});

describe('told', () => {
  const history = (jobs: ReturnType<typeof thing>[], hooks: ReturnType<typeof thing>[]) =>
    smallHistory({ does: 'add' }, { does: 'list', saw: jobs }, { does: 'list', of: 'hooks', saw: hooks });
  const more = { of: 'hooks', per: 'jobs' };

  it('holds where each job that is done has its effect', () => {
    const jobs = [thing('a', { value: 'done' }), thing('b', { value: 'dead' })];
    expect(check(history(jobs, [thing('a')]), 'told', more).verdict).toBe('held');
  });

  it('finds an effect that is missing, and one of what is not done', () => {
    const jobs = [thing('a', { value: 'done' }), thing('b', { value: 'done' })];
    expect(check(history(jobs, [thing('a')]), 'told', more).detail).toContain(
      'jobs b is done (id-b), and had no hooks',
    );
    const early = [thing('a', { value: 'done' }), thing('b', { value: 'dead' })];
    expect(check(history(early, [thing('a'), thing('b')]), 'told', more).detail).toContain(
      'tells of jobs b, which is not done',
    );
  });
});

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
    expect([few.verdict, few.detail]).toEqual(['unknown', 'only 0 of jobs answered while there was blackout on a-b; at least 1 are needed']); // prettier-ignore
    const soon = { ...late, at: 0.2 };
    expect(check(smallHistory(own, south, soon), 'isolated', { answeredUnderFault: 1 }).verdict).toBe('held');
  });
});

describe('unbroken', () => {
  const heard = (...keys: string[]) => [
    { does: 'add' } as const,
    ...keys.map((key) => ({ does: 'hear', of: 'news', key }) as const),
    { does: 'list', of: 'news', saw: ['1', '2', '3', '4', '5'].map((key) => thing(key)) } as const,
  ];
  const more = { of: 'news', per: 'jobs' };
  test.each([
    [['1', '2', '3', '4', '5'], 'held'],
    [['2', '3', '4', '5'], 'held'],
    [['1', '2', '4', '5'], 'broken'],
    [['1', '2', '3', '3', '4', '5'], 'broken'],
    [['1', '3', '2', '4', '5'], 'broken'],
    [['1', '2', '3'], 'broken'],
    [['1', '2', '3', '7', '4', '5'], 'broken'],
    [['0', '1', '2', '3', '4', '5'], 'held'],
    [['0', '2', '3', '4', '5'], 'broken'],
    [['0'], 'broken'],
    [['0', 'reset', '3', '4', '5'], 'held'],
    [['0', 'reset'], 'broken'],
    [['1', 'reset', '3', '4', '5'], 'broken'],
  ])('heard %j: %s', (keys, verdict) => {
    expect(check(smallHistory(...heard(...keys)), 'unbroken', more).verdict).toBe(verdict);
  });

  it('says which event was never heard, and after which', () => {
    const { detail } = check(smallHistory(...heard('1', '2', '4', '5')), 'unbroken', more);
    expect(detail).toContain('one of north never heard news 3');
    expect(detail).toContain('hear news 2 by one of north');
  });
});

describe('register', () => {
  const values = (text: string) => operationsIn(text);
  const more = { of: 'values' };

  it('holds, and is calibrated with a stale read and a dropped write', () => {
    const { verdict, detail } = check(values('0?w1 0=w 0?w2 0=w 1?r 1=r2 1?r 1=r2'), 'register', more, []);
    expect(detail).toBe(
      '4 seen; found when spoilt: a read given an older value, a write that was read dropped',
    );
    expect(verdict).toBe('held');
  });
});

describe('green that says nothing is unknown', () => {
  it.each(['isolated', 'kept', 'once', 'register', 'settled', 'told', 'unbroken'])(
    'of nothing: %s',
    (name) => {
      expect(check([], name, { per: 'jobs' }, []).verdict).toBe('unknown');
    },
  );

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
      expect(looked(5, name)).toMatchObject({ verdict: 'unknown', detail: 'nobody of north looked at jobs after blackout on a-b was over' }); // prettier-ignore
  });

  it('where nobody read a value after the fault', () => {
    const text = '0?w1 0=w 0?w2 0=w 1?r 1=r2 1?r 1=r2';
    const read = (untilMs: number) => check(operationsIn(text), 'register', { of: 'values' }, [{ name: 'x', fromMs: 0, untilMs }]); // prettier-ignore
    expect(read(6).verdict).toBe('held');
    expect(read(7).detail).toBe('nobody of north looked at values after x was over');
  });

  it('where one tenant’s things were looked at, and another’s were not', () => {
    const history = smallHistory({ does: 'add', tenant: 'south' }, { does: 'add', saw: [thing('a')] }, { does: 'list', saw: [thing('a')] }); // prettier-ignore
    expect(check(history, 'once').verdict).toBe('unknown');
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
