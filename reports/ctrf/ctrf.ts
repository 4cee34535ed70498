import { printable, printableLines } from '../../kernel/printable.ts';
import { caseGroups, type Case } from '../model/cases.ts';
import type { RunReport } from '../model/run-report.ts';
import type { SuiteRow } from '../model/suite-row.ts';

/** Its `other` is red to nobody: what is unknown is `failed`, so that whoever reads only this file sees red. */
const STATUS = {
  passed: 'passed',
  failed: 'failed',
  unknown: 'failed',
  skipped: 'skipped',
  waived: 'skipped',
} as const;

/**
 * The run as CTRF (Common Test Report Format, specification 0.0.0): its checks and limits, and the gate's reasons that neither tells,
 * are tests; `rawStatus` says what each is to us.
 */
export function ctrfOf(model: RunReport): object {
  const { run, verdict, durationMs = 0, policy } = model;
  const { facts, target } = run;
  const tests = caseGroups(model).flatMap(({ name, suite, cases }) =>
    cases.map((one) => testOf(one, name, suite)),
  );
  const of = (status: string) => tests.filter((one) => one.status === status).length;
  const start = Date.parse(facts.startedAt);
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    runId: facts.id,
    timestamp: model.now.toISOString(),
    generatedBy: 'release-harness',
    results: {
      tool: { name: 'release-harness', version: facts.harness.version },
      summary: {
        ...{ tests: tests.length, passed: of('passed'), failed: of('failed'), skipped: of('skipped') },
        ...{ pending: 0, other: 0, flaky: tests.filter(({ flaky }) => flaky === true).length },
        ...{
          suites: model.suites.length,
          start,
          stop: start + Math.round(durationMs),
          duration: Math.round(durationMs),
        },
        extra: {
          verdict,
          firstAttemptFailures: model.totals.firstFailures,
          quarantined: model.totals.quarantined,
          ...(policy.rehearsal === true && { rehearsal: true }),
        },
      },
      tests,
      environment: {
        testEnvironment: facts.environment.name,
        ...(target && { appName: printable(target.name), appVersion: printable(target.version) }),
        ...(facts.git && { commit: facts.git.commit, branchName: printable(facts.git.branch) }),
      },
    },
  };
}

function testOf(
  { name, outcome, message, text, durationMs, proves, kind }: Case,
  group: string,
  suite: SuiteRow | undefined,
) {
  const isFlaky = kind === 'check' && suite?.flakes.includes(name) === true;
  const isQuarantined = kind === 'check' && suite?.quarantined.includes(name) === true;
  const isFirstFailure = kind === 'check' && suite?.firstFailures.includes(name) === true;
  return {
    name: printable(name),
    status: STATUS[outcome],
    duration: Math.round(durationMs),
    suite: [group],
    rawStatus: outcome,
    type: kind,
    ...(message !== undefined && outcome !== 'passed' && { message: printable(message) }),
    ...(text !== undefined && outcome !== 'passed' && { trace: printableLines(text) }),
    ...(proves.length > 0 && { tags: proves.map(printable) }),
    ...(isFlaky && { flaky: true }),
    ...((isFirstFailure || isQuarantined) && {
      extra: {
        ...(isFirstFailure && { firstAttemptFailed: true }),
        ...(isQuarantined && { quarantined: true }),
      },
    }),
  };
}
