import { describe, expect, it } from 'vitest';
import { faultsIn, historiesOf, lackOfFaults } from './check-command.ts';

const at = '2026-01-01T12:00:00.000Z';
const phase = (name: string, startedAt: string, endedAt: string) => ({
  name: 'phase',
  at,
  detail: { name, startedAt, endedAt },
});
const fault = (detail: object) => ({ name: 'fault', at, detail });

it('each fault was on for as long as the phase of that name lasted', () => {
  const events = [
    fault({ fault: 'blackout', link: 'api-postgres' }),
    fault({ fault: 'process-kill', process: 'api' }),
    phase('before', '2026-01-01T12:00:00.000Z', '2026-01-01T12:00:05.000Z'),
    phase('during', '2026-01-01T12:00:05.000Z', '2026-01-01T12:00:11.000Z'),
  ];
  const [fromMs, untilMs] = [Date.parse('2026-01-01T12:00:05.000Z'), Date.parse('2026-01-01T12:00:11.000Z')];
  expect(faultsIn({ events })).toEqual([
    { name: 'blackout on api-postgres', fromMs, untilMs },
    { name: 'process-kill on api', fromMs, untilMs },
  ]);
});

it('of a fault that was planned, and that the evidence does not tell of, nothing is known', () => {
  const on = { name: 'blackout on api-postgres', fromMs: 0, untilMs: 1 };
  expect(lackOfFaults([{}], [on])).toBeUndefined();
  expect(lackOfFaults([{}], [])).toBe('1 faults were planned, and the evidence tells of 0 that were on');
  expect(lackOfFaults([{}, {}], [on])).toBeDefined();
});

it('where no phase was told, no fault was', () => {
  expect(faultsIn({ events: [fault({ fault: 'blackout', link: 'api-postgres' })] })).toEqual([]);
});

describe('of a suite', () => {
  const results = (options: object) => {
    const evidence = { suite: { name: 'chaos/x', options } as const, artifacts: [], events: [] };
    return historiesOf('/nowhere', { folder: 'x', evidence }).flatMap((one) => one.results);
  };
  const faults = [{ fault: 'blackout', link: 'api-postgres' }];

  it('without a client nothing is said', () => {
    expect(results({ faults })).toEqual([]);
  });

  it.each([
    ['whose history is not there', { faults, client: { checks: [{ check: 'kept', of: 'jobs' }] } }],
    ['whose checks cannot be read', { faults, client: { checks: [{ check: 'unheard-of', of: 'jobs' }] } }],
    ['that held a history to nothing', { faults, client: { checks: [] } }],
  ])('%s: unknown', (_, options) => {
    expect(results(options)).toMatchObject([{ verdict: 'unknown' }]);
  });
});
