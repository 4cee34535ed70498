import { describe, expect, it } from 'vitest';
import { InfraError } from '../../kernel/errors.ts';
import { healEach } from './heal-all.ts';
import { sayHealed } from './say-healed.ts';

const CHANGED = { what: 'run.ndjson:3: the line was changed.', fix: 'move it away' };

describe('healing', () => {
  const runs = [{ id: 'damaged' }, { id: 'healthy' }];
  const heal = ({ id }: { id: string }) =>
    id === 'damaged' ? Promise.reject(new InfraError(CHANGED)) : Promise.resolve({ undone: 2, failures: [] });

  it('goes on after a run that cannot be healed, and tells it as the failure of that run', async () => {
    expect(await healEach(runs, heal)).toEqual([
      { id: 'damaged', undone: 0, failures: [CHANGED] },
      { id: 'healthy', undone: 2, failures: [] },
    ]);
  });

  it('is told by the next run in lines, failures as warnings', async () => {
    expect(sayHealed(await healEach(runs, heal))).toEqual([
      'warning: the killed run damaged is not healed: run.ndjson:3: the line was changed. Fix: move it away',
      'put back 2 things of the killed run healthy',
    ]);
  });
});
