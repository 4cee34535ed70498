import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsIn, historiesOf, lackOfFaults } from './check-command.ts';

/** A folder with a history that holds: something was added while there was a fault, and is there afterwards. */
function historyFolder() {
  const path = mkdtempSync(join(tmpdir(), 'histories-'));
  const saw = [{ key: 'k', id: 'thing' }];
  const lines = [
    { does: 'add', key: 'k' },
    { does: 'list', key: '' },
  ].flatMap((what, id) => {
    const atMs = Date.parse(at) + 5 * id;
    return [
      { type: 'asked', id, atMs, client: 'c', tenant: 't', of: 'jobs', ...what },
      { type: 'ended', id, atMs: atMs + 1, outcome: 'acknowledged', saw },
    ];
  });
  writeFileSync(join(path, 'history.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

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

it('each fault of a storm was on for as long as it says itself', () => {
  const injectedAt = '2026-01-01T12:00:07.000Z';
  const endedAt = '2026-01-01T12:00:09.000Z';
  const events = [
    fault({ fault: 'blackout', link: 'api-postgres', injectedAt, endedAt }),
    phase('during', '2026-01-01T12:00:05.000Z', '2026-01-01T12:01:11.000Z'),
  ];
  expect(faultsIn({ events })).toEqual([
    { name: 'blackout on api-postgres', fromMs: Date.parse(injectedAt), untilMs: Date.parse(endedAt) },
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

  it.each([
    [1, 'unknown'],
    [2, 'held'],
  ])('whose storm had two faults of which the evidence tells of %d: %s', (told, verdict) => {
    using folder = historyFolder();
    const events = [
      ...['a', 'b'].map((process) => ({ name: 'injecting', at, detail: { fault: 'process-kill', process } })),
      ...['a', 'b'].slice(0, told).map((process) => fault({ fault: 'process-kill', process })),
      phase('during', at, new Date(Date.parse(at) + 2).toISOString()),
    ];
    const checks = [{ check: 'kept', of: 'jobs', atLeast: 1 }];
    const suite = { name: 'chaos/x', options: { storm: {}, client: { checks } } } as const;
    const artifacts = [{ path: 'history.ndjson', type: 'text/plain', bytes: 1, sha256: '' }];
    const evidence = { suite, artifacts, events } as unknown as Parameters<typeof historiesOf>[1]['evidence'];
    const [{ results } = { results: [] }] = historiesOf(folder.path, { folder: '.', evidence });
    expect(results).toMatchObject([{ verdict }]);
  });

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
