import { describe, expect, it } from 'vitest';
import { loadRequirements } from '../../fixtures/requirements/requirements.ts';
import type { Evidence } from '../../kernel/evidence.ts';
import type { PlannedRecord, RunEvent } from '../../kernel/run-journal.ts';
import { sampleEvidence, sampleSuite, sampleThreshold } from '../../kernel/testing/samples.ts';
import { sampleRun } from '../../reports/testing/sample-run.ts';
import { ownProofs, PROOFS, type OwnEvidence } from './own-proofs.ts';

const ID = '20261121_0312_main_1a2b3c4_9f3e';
const STAGES = {
  pr: ['e2e/login', 'contract/web-api', 'load/smoke', 'security/passive'].concat(
    ['sca', 'sast', 'secrets', 'sbom'].map((name) => `security/${name}`),
  ),
  ...{ main: [], nightly: [], release: [], soak: [] },
};

const evidence = (more: Partial<Evidence> = {}) => sampleEvidence({ run: ID, ...more });
const failing = () =>
  evidence({ checks: [{ id: 'a', outcome: 'failed', durationMs: 1, proves: [], attempt: 1 }] });
const suiteOf = (found: Evidence, more: object = {}) => ({
  folder: 'e2e/e2e/login',
  evidence: found,
  events: [],
  hash: 'h1',
  sealed: true,
  ...more,
});
const event = (one: RunEvent, seq: number) => ({ ...one, seq, at: '2026-11-21T03:12:04Z' });
const planned: PlannedRecord = {
  suite: sampleSuite({ thresholds: [sampleThreshold()] }),
  toolKind: 'e2e',
  file: 'login.suite.ts',
};
const policy = { required: [], mustProve: [], flakes: 0 };
const events = (stages: Record<string, string[]> | undefined = STAGES) =>
  (
    [
      { type: 'planned', data: { planned: [planned], policy, skipped: [], stages } },
      { type: 'suite-started', data: { suite: 'e2e/login' } },
      { type: 'suite-sealed', data: { suite: 'e2e/login', hash: 'h1', ending: 'completed' } },
    ] satisfies RunEvent[]
  ).map(event);

const file = (path: string, more: object = {}) => ({
  path,
  timestamp: '2026-11-21T03:15:00Z',
  version: '4.12.0',
  owner: 'team-web',
  status: 'pass',
  ...more,
});
const FILES = [
  'playwright-report/index.html',
  'k6-dashboard.html',
  'playwright.log',
  '1.png',
  'trace.zip',
  'journal.ndjson',
];

/** A run in which everything is as it should be. */
function own(change: (good: OwnEvidence) => Partial<OwnEvidence> = () => ({})): OwnEvidence {
  const { run } = sampleRun('pass');
  const demanded = [
    { reference: 'FUN-01', priority: 'critical' as const },
    ...['lint', 'types', 'unit', 'integration', 'build'].map((name) => ({
      reference: `REL-09/${name}`,
      priority: 'high' as const,
    })),
  ].map((one) => ({ ...one, says: 'it does', by: 'suite' as const }));
  const good = {
    record: {
      ...run,
      facts: {
        ...run.facts,
        ...{ id: ID, startedAt: '2026-11-21T03:12:04.000Z' },
        ...({ stage: 'pr', whole: true, phase: 'security' } as const),
      },
      planned: [planned],
      demanded,
    },
    read: { events: events(), suites: [suiteOf(failing())], problems: [] },
    files: FILES.map((name) => file(`e2e/e2e/login/${name}`)),
    leaks: [],
  };
  return { ...good, ...change(good) };
}

const holds = (one: OwnEvidence, reference: string) => ownProofs(one).get(reference)?.holds;
const withFile = (more: object) => own(({ files }) => ({ files: [...files, file('x', more)] }));
const withRecord = (change: (good: OwnEvidence['record']) => Partial<OwnEvidence['record']>) =>
  own(({ record }) => ({ record: { ...record, ...change(record) } }));
const withRead = (read: Partial<OwnEvidence['read']>) => own((good) => ({ read: { ...good.read, ...read } }));
const interrupted = (one: OwnEvidence): OwnEvidence => ({
  ...one,
  record: { ...one.record, status: 'interrupted' },
});
const begunOnly = [...events(), event({ type: 'suite-started', data: { suite: 'e2e/uploads' } }, 3)];

it('they are of aspects that the run itself is to show', () => {
  const aspects = loadRequirements().requirements.flatMap((one) => one.aspects);
  for (const reference of Object.keys(PROOFS))
    expect(aspects.find((one) => one.reference === reference)).toMatchObject({ by: 'run' });
});

it('each holds of a run in which all is as it should be', () => {
  const proofs = ownProofs(own());
  for (const reference of Object.keys(PROOFS))
    if (reference !== 'EVI-05/interrupted')
      expect([reference, proofs.get(reference)?.holds]).toEqual([reference, true]);
  expect(proofs.has('EVI-05/interrupted')).toBe(false);
  expect(holds(interrupted(own()), 'EVI-05/interrupted')).toBe(true);
});

describe('it does not hold', () => {
  it.each<[string, OwnEvidence]>([
    ['EVI-01/html', own(({ files }) => ({ files: files.slice(1) }))],
    ['EVI-01/json', withRead({ events: begunOnly })],
    ['EVI-01/run-folder', withRead({ suites: [suiteOf(evidence({ run: 'other' }))] })],
    ['EVI-08/evidence', own(() => ({ files: [file('run.ndjson')] }))],
    ['EVI-09/priority', withRecord(({ demanded }) => ({ demanded: demanded?.toReversed() }))],
    ['REL-06/pr-build', withRecord(({ demanded }) => ({ demanded: demanded?.slice(0, -1) }))],
    ['EVI-02/timestamp', withFile({ timestamp: 'noon' })],
    [
      'EVI-02/timestamp',
      own(({ record }) => ({ record: { ...record, facts: { ...record.facts, id: 'run-1' } } })),
    ],
    ['EVI-02/version', withFile({ version: ' ' })],
    ['EVI-02/version', withFile({ version: 'unknown' })],
    ['EVI-02/owner', withFile({ owner: '' })],
    ['EVI-02/status', withFile({ status: '' })],
    ['EVI-04', own(() => ({ leaks: ['run.ndjson: 3'] }))],
    ['EVI-05/complete', withRead({ events: begunOnly })],
    ['EVI-05/complete', withRead({ problems: [{ path: 'a.png', problem: 'is missing', kind: 'changed' }] })],
    ['EVI-05/tamper-evident', withRead({ suites: [suiteOf(evidence(), { hash: 'h2' })] })],
    ['EVI-05/interrupted', interrupted(withRead({ events: begunOnly }))],
  ])('%s', (reference, bad) => expect(holds(bad, reference)).toBe(false));

  it.each(
    Object.keys(PROOFS).filter(
      (reference) => reference.startsWith('REL-06/') && !/thresholds$|pr-build$/.test(reference),
    ),
  )('%s where no stage requires it', (reference) =>
    expect(holds(withRead({ events: events({ pr: ['release/other'] }) }), reference)).toBe(false),
  );
});

describe('it does not tell', () => {
  it.each([
    'EVI-01/k6',
    'EVI-01/logs',
    'EVI-01/screenshots',
    'EVI-01/traces',
    'EVI-02/owner',
    'EVI-02/timestamp',
  ])('%s without a file', (reference) =>
    expect(
      holds(
        own(() => ({ files: [] })),
        reference,
      ),
    ).toBeUndefined(),
  );

  it.each(['EVI-01/html', 'EVI-01/run-folder', 'EVI-05/complete'])('%s where no suite began', (reference) =>
    expect(holds(withRead({ events: events().slice(0, 1), suites: [] }), reference)).toBeUndefined(),
  );

  it.each(['EVI-01/json', 'EVI-04', 'EVI-05/tamper-evident', 'REL-06/pr-e2e', 'REL-06/main'])(
    '%s without a journal',
    (reference) => expect(holds(withRead({ events: [], suites: [] }), reference)).toBeUndefined(),
  );

  it('of a phase that was not said, of failures where there are none, of an order of equals, of pr in another stage', () => {
    const facts = (more: object) => withRecord((good) => ({ facts: { ...good.facts, ...more } }));
    expect(holds(facts({ phase: undefined }), 'EVI-01/phase-folder')).toBeUndefined();
    expect(holds(withRead({ suites: [suiteOf(evidence())] }), 'EVI-08/evidence')).toBeUndefined();
    const alike = withRecord(({ demanded }) => ({ demanded: demanded?.slice(1) }));
    expect(holds(alike, 'EVI-09/priority')).toBeUndefined();
    for (const other of [{ stage: 'main' }, { whole: undefined }])
      expect(holds(facts(other), 'REL-06/pr-build')).toBeUndefined();
  });

  it('REL-06 of runs of before it was kept, and limits where there are none', () => {
    expect(holds(withRead({ events: events(undefined).slice(1) }), 'REL-06/pr-e2e')).toBeUndefined();
    const bare = own(({ record }) => ({ record: { ...record, planned: [] } }));
    expect(holds(bare, 'REL-06/thresholds')).toBeUndefined();
  });
});

it('of much that is wrong the first are said, and how many more', () => {
  const bare = own(() => ({ files: Array.from({ length: 7 }, (_, at) => file(`${at}.log`, { owner: '' })) }));
  expect(ownProofs(bare).get('EVI-02/owner')?.said).toMatch(
    /^0\.log carries no owner; .*4\.log.*; and 2 more$/,
  );
});
