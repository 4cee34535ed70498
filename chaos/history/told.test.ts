import { describe, expect, it } from 'vitest';
import { check } from './testing/small-check.ts';
import { smallHistory, thing } from './testing/small-history.ts';

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
