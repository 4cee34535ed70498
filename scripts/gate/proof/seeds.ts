import type { ReadRun } from '../../../evidence/read-run.ts';
import type { Check, Evidence, Finding } from '../../../kernel/evidence.ts';
import type { PolicyChanges } from '../../../kernel/policy.ts';
import { STARVED_EVENT } from '../../../kernel/starved.ts';
import type { Waiver } from '../../../kernel/waiver.ts';
import {
  changeCheck,
  changeMetric,
  later,
  ofTarget,
  withFacts,
  withoutSuite,
  withPlanned,
  withSuite,
  withProblem,
} from './change-evidence.ts';

/** Evidence that one rule of the gate must block, and what that rule then says. */
export interface Seed {
  /** A part of its sentence. */
  readonly rule: string;
  /** The made runs, today's and the soak of last week, spoilt. */
  readonly runs?: (runs: readonly ReadRun[]) => readonly ReadRun[];
  readonly policy?: PolicyChanges;
  readonly waivers?: readonly Waiver[];
}

const today =
  (change: (read: ReadRun) => ReadRun) =>
  ([first, ...others]: readonly ReadRun[]) =>
    first === undefined ? [] : [change(first), ...others];
const soak =
  (change: (read: ReadRun) => ReadRun) =>
  ([first, ...others]: readonly ReadRun[]) =>
    first === undefined ? [] : [first, ...others.map(change)];
const login = (change: (evidence: Evidence) => Partial<Evidence>) =>
  today((read) => withSuite(read, 'e2e/login', change));
const load = (change: (evidence: Evidence) => Partial<Evidence>) =>
  soak((read) => withSuite(read, 'load/soak', change));

const USER = 'login › a user';
const failed = (id = USER) => login((own) => changeCheck(own, id, { outcome: 'failed' }));
const told = (name: string, detail: object) => (own: Evidence) => ({
  events: [...own.events, { name, at: own.startedAt, detail }],
});
const problem = (kind: 'changed' | 'unreadable' | 'unsealed') =>
  today((read) => ({ ...read, problems: [{ path: 'run.json', problem: 'is not what it was', kind }] }));
const imported = (madeAt = '2026-11-30T09:00:00.000Z') => ({
  imported: { as: 'unit', format: 'junit', madeAt, commit: 'beef000', author: 'ci', sha256: '' },
});
const slow = (own: Evidence) => changeMetric(own, 'api.p95', { value: 900 });
const waiver = (change: Partial<Waiver> = {}): Waiver => ({
  of: USER,
  suite: 'e2e/login',
  reason: 'known',
  ticket: 'T-1',
  owner: 'somebody',
  approver: 'somebody else',
  created: '2026-11-20',
  expires: '2026-12-20',
  ...change,
});
const critical: Finding = {
  rule: 'injection',
  fingerprint: 'injection-1',
  severity: 9.8,
  title: 'An injection',
  where: '/search',
  fix: 'bind it',
};
const twice =
  (last: Check['outcome']) =>
  ({ checks }: Evidence): Partial<Evidence> => {
    const again = (one: Check): Check[] => [
      { ...one, outcome: 'failed' },
      { ...one, attempt: 2, outcome: last },
    ];
    return { checks: checks.flatMap((one) => (one.id === USER ? again(one) : [one])) };
  };
const flaky = twice('passed');

/** Every rule of the judge, at least once: `seeds.test.ts` holds them to the sentences in its source. */
export const SEEDS: readonly Seed[] = [
  // What a suite told.
  { rule: USER, runs: failed() },
  { rule: '(waived until', runs: failed(), waivers: [waiver()] },
  { rule: 'api.p95 < 300 ms', runs: load(slow) },
  { rule: 'api.p95 < 300 ms', runs: load((own) => changeMetric(own, 'api.p95', { samples: 3 })) },
  { rule: 'api.p95 < 300 ms', runs: load(() => ({ metrics: [] })) },
  {
    rule: 'did not hold while',
    runs: load((own) => ({
      ...slow(own),
      ...told(STARVED_EVENT, { because: 'others had the CPU', fix: 'again', metrics: ['api.p95'] })(own),
    })),
  },
  {
    rule: 'findings.critical == 0 findings',
    runs: today((read) =>
      withSuite(read, 'security/passive', ({ findings }) => ({ findings: [...findings, critical] })),
    ),
  },
  { rule: 'the suite hung', runs: login(() => ({ ending: 'timed-out' })) },
  { rule: 'the run was interrupted before the suite ended', runs: login(() => ({ ending: 'interrupted' })) },
  { rule: 'the tool broke', runs: login(() => ({ ending: { error: 'the tool broke', cause: 'suite' } })) },
  { rule: 'could not be read, and may be lost', runs: login(told('inbox-malformed', { reason: 'torn' })) },
  {
    rule: 'a check carries @FUN-99',
    runs: login(told('reference-unknown', { reference: 'FUN-99', why: 'no such' })),
  },
  {
    rule: 'fewer checks ran than the suite declares',
    runs: login(({ checks }) => ({ checks: checks.slice(0, 2) })),
  },
  {
    rule: 'nothing was asserted',
    runs: login(({ checks }) => ({ checks: checks.map((one) => ({ ...one, assertions: 0 })) })),
  },
  { rule: 'the suite was planned but never ran', runs: today((read) => withoutSuite(read, 'e2e/login')) },

  // What a run told.
  { rule: 'no run was given, so nothing was tested', runs: () => [] },
  {
    rule: 'nothing was planned, so nothing was tested',
    runs: today((read) => withPlanned({ ...read, suites: [] }, () => [])),
  },
  {
    rule: 'was interrupted before its target was stopped',
    runs: today((read) => ({ ...read, events: read.events.filter(({ type }) => type !== 'ended') })),
  },
  {
    rule: 'the target did not stop',
    runs: today((read) => withProblem(read, 'the target did not stop')),
  },
  {
    rule: 'a defect was planted for this run',
    runs: today((read) =>
      withFacts(read, () => ({ detection: { id: 'd', defect: { id: 'a-defect', title: 'planted' } } })),
    ),
  },
  { rule: 'evidence was changed', runs: problem('changed') },
  { rule: 'the run is not sealed', runs: problem('unsealed') },
  { rule: 'evidence cannot be read', runs: problem('unreadable') },

  // What the policy demands.
  { rule: 'security/sca is required by the policy', policy: { required: ['security/sca'] } },
  { rule: 'the policy demands suites of the kind chaos', policy: { kinds: ['chaos'] } },
  {
    rule: 'requirement FUN-01/user-login is unproven',
    runs: login((own) => changeCheck(own, USER, { proves: [] })),
  },
  {
    rule: 'requirement EVI-01/json does not hold',
    policy: { mustProve: ['EVI-01/json'] },
    runs: today((read) => withoutSuite(read, 'e2e/login')),
  },
  {
    rule: 'requirement FUN-01/user-login is demanded, and its failure is waived',
    runs: failed(),
    waivers: [waiver()],
  },
  { rule: 'passed only at a further attempt', runs: login(flaky) },
  { rule: 'not worse than its baseline', policy: { notWorse: ['load/soak'] } },
  {
    rule: 'the policy demands that stage soak has passed lately',
    runs: soak((read) => withFacts(read, () => ({ whole: undefined }))),
  },

  // Waivers that do not hold.
  { rule: `the waiver of ${USER} expired`, runs: failed(), waivers: [waiver({ expires: '2026-11-25' })] },
  { rule: 'is not valid before 2026-12-05', runs: failed(), waivers: [waiver({ created: '2026-12-05' })] },
  {
    rule: 'its term is too long',
    runs: today((read) =>
      withSuite(read, 'security/passive', ({ findings }) => ({ findings: [...findings, critical] })),
    ),
    waivers: [waiver({ of: critical.fingerprint, suite: 'security/passive' })],
  },
  {
    rule: 'failed at each of its 2 attempts, and is in quarantine for what comes and goes',
    runs: login(twice('failed')),
    waivers: [waiver({ flaky: true })],
  },
  {
    rule: 'more checks are in quarantine than the policy allows',
    policy: { quarantine: { checks: 1, days: 30 } },
    waivers: [waiver({ flaky: true }), waiver({ flaky: true, suite: 'e2e/other' })],
  },
  {
    rule: `the quarantine of ${USER} waives nothing: its term is too long`,
    policy: { quarantine: { checks: 1, days: 7 } },
    runs: failed(),
    waivers: [waiver({ flaky: true })],
  },
  {
    rule: 'requirement FUN-01/user-login is unproven',
    runs: login(flaky),
    waivers: [waiver({ flaky: true })],
  },
  { rule: 'matches nothing that e2e/login tells', waivers: [waiver({ of: 'login › an old name' })] },

  // Runs that do not tell of the same system, here and now.
  {
    rule: 'the run is of another environment',
    runs: soak((read) =>
      withFacts(read, ({ environment }) => ({
        environment: { ...environment, name: 'prod' },
      })),
    ),
  },
  {
    rule: 'the run is for another milestone',
    runs: soak((read) => withFacts(read, () => ({ phase: 'security' }))),
  },
  { rule: 'the run is too old', runs: soak((read) => later(read, -30)) },
  { rule: 'the run ended after the time that it is judged at', runs: today((read) => later(read, 30)) },
  {
    rule: 'which version of the target it tested',
    runs: soak((read) => ofTarget(read, { version: 'unknown' })),
  },
  { rule: 'which commit it tested', runs: soak((read) => withFacts(read, () => ({ git: undefined }))) },
  {
    rule: 'a checkout with uncommitted changes',
    runs: soak((read) =>
      withFacts(read, ({ git }) => (git === undefined ? {} : { git: { ...git, dirty: true } })),
    ),
  },
  { rule: 'the runs are of different versions', runs: soak((read) => ofTarget(read, { version: '0.9.0' })) },
  {
    rule: 'the runs are of different commits of the target',
    runs: soak((read) => ofTarget(read, { commit: 'beef' })),
  },
  {
    rule: 'the runs are of different commits of the checkout',
    runs: soak((read) => withFacts(read, () => ({ git: { branch: 'x', commit: 'beef', dirty: false } }))),
  },
  {
    rule: 'the runs are of different targets',
    runs: soak((read) =>
      withFacts(read, ({ environment }) => ({
        environment: { ...environment, target: 'other' },
      })),
    ),
  },
  {
    rule: 'the imported unit is too old',
    runs: soak((read) => withFacts(read, () => imported('2026-01-01'))),
  },
  {
    rule: 'is of another commit than what was tested',
    runs: soak((read) => withFacts(read, () => imported())),
  },
  {
    rule: 'all runs are of imported evidence',
    runs: (reads) => reads.map((read) => withFacts(read, () => imported())),
  },
];
