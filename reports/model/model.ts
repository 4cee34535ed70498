import { attemptsOf, sayAttempts } from '../../kernel/attempts.ts';
import { durationOf } from '../../kernel/evidence.ts';
import type { Waiver } from '../../kernel/gate.ts';
import { inOrder } from '../../kernel/kind.ts';
import { quarantines, waives } from '../../kernel/waiver.ts';
import { decidingRows } from './deciding-row.ts';
import { groupReasons } from './group-reasons.ts';
import { keyOf, type Found, type MeasuredLimit, type RunSummary } from './history.ts';
import type { ReportInput } from './input.ts';
import { requirementAreas, type AreaRow } from './requirement-area.ts';
import { sumOf } from './requirement-sum.ts';
import type { RunReport, Totals, WaiverRow } from './run-report.ts';
import { hasLooked, type FindingRow } from './security-findings.ts';
import { sentenceOf } from './sentence.ts';
import { suiteRows, type SuiteRow } from './suite-row.ts';
import type { ThresholdRow } from './threshold-row.ts';

/** Works out what every report says. Pure. */
export function buildModel(input: ReportInput): RunReport {
  const suites = suiteRows(input);
  const areas = requirementAreas(input);
  const { owner, command: rerun } = input.run.facts;
  const facts = {
    run: input.run,
    verdict: input.decision.verdict,
    durationMs: durationOf({ ...input.run, startedAt: input.run.facts.startedAt }),
    decides: groupReasons(decidingRows(input, suites), { owner, rerun }),
    waivers: waiverRows(input),
    suites,
    kinds: inOrder(
      input.kinds,
      suites.map(({ kind }) => kind),
    ),
    areas,
    totals: totalsOf(suites, areas),
    policy: input.policy,
    comparison: input.comparison,
    detection: input.detection,
    mutation: input.mutation,
    digest: input.digest,
    verifies: input.verifies ?? true,
    diskBytes: input.diskBytes,
    publishers: input.publishers ?? [],
    now: input.now,
  };
  return { ...facts, sentence: sentenceOf(facts) };
}

const DAY_MS = 86_400_000;

function waiverRows({ waivers, now, decision, evidences }: ReportInput): readonly WaiverRow[] {
  const waivesCheck = (waiver: Waiver) =>
    decision.reasons.some(
      ({ verdict, check = '', suite = '' }) =>
        verdict === 'waived' && (waives(waiver, check, suite) || quarantines(waiver, check, suite)),
    );
  const waivesFinding = (waiver: Waiver) =>
    evidences.some(({ suite, findings }) =>
      findings.some(({ fingerprint }) => waives(waiver, fingerprint, suite.name)),
    );
  return waivers.map((waiver) => ({
    ...waiver,
    daysLeft: Math.ceil((Date.parse(waiver.expires) - now.getTime()) / DAY_MS),
    used: waivesCheck(waiver) || waivesFinding(waiver),
    ...(waiver.flaky === true && { fared: faredOf(waiver, evidences) }),
  }));
}

/** How a check in quarantine fared, by its attempts. */
function faredOf({ of, suite }: Waiver, evidences: ReportInput['evidences']): string {
  const checks = evidences.find((one) => one.suite.name === suite)?.checks ?? [];
  return sayAttempts(attemptsOf(checks).get(of) ?? []);
}

function totalsOf(suites: readonly SuiteRow[], areas: readonly AreaRow[]): Totals {
  const sum = <T>(rows: readonly T[], of: (row: T) => number) => rows.reduce((all, row) => all + of(row), 0);
  // Mistyped references are no requirements.
  const rows = areas.filter(({ code }) => code !== '?').flatMap((area) => area.rows);
  return {
    passed: sum(suites, (suite) => suite.counts.passed),
    failed: sum(suites, (suite) => suite.counts.failed),
    waived: sum(suites, (suite) => suite.counts.waived),
    skipped: sum(suites, (suite) => suite.counts.skipped),
    flaky: sum(suites, (suite) => suite.flakes.length),
    firstFailures: sum(suites, (suite) => suite.firstFailures.length),
    quarantined: sum(suites, (suite) => suite.quarantined.length),
    thresholds: sum(suites, (suite) => suite.thresholds.length),
    requirements: sumOf(rows),
    aspects: sumOf(rows.flatMap(({ aspects }) => aspects)),
  };
}

/** What later runs need to know of this one. */
export function summaryOf(report: RunReport): RunSummary {
  const { run, verdict, policy, suites, decides, sentence, durationMs, areas, totals } = report;
  const { facts, target } = run;
  const ran = suites.filter((suite) => suite.state === 'ran');
  return {
    id: facts.id,
    started: facts.startedAt,
    environment: facts.environment.name,
    ...(facts.stage && { stage: facts.stage }),
    ...(facts.whole === true && { whole: true }),
    ...(facts.phase && { phase: facts.phase }),
    ...(target && { version: target.version }),
    ...(facts.git && { branch: facts.git.branch, commit: facts.git.commit }),
    ...(durationMs !== undefined && { durationMs }),
    sentence,
    ...(facts.detection && { detection: facts.detection.id }),
    verdict,
    ...(policy.rehearsal === true && { rehearsal: true }),
    suites: Object.fromEntries(ran.map((suite) => [suite.name, summaryOfSuite(suite)])),
    ...(areas.length > 0 && { aspects: aspectsOf(areas), requirements: pick(totals.requirements) }),
    problems: decides
      .flatMap((row) => [row, ...row.also, ...row.alike])
      .filter((row) => row.reason.verdict !== 'waived')
      .map((row) => keyOf(row.reason)),
  };
}

function pick({ proven, applicable }: Totals['requirements']): RunSummary['requirements'] {
  return { proven, applicable };
}

function aspectsOf(areas: readonly AreaRow[]): RunSummary['aspects'] {
  const all = areas
    .filter(({ code }) => code !== '?')
    .flatMap(({ rows }) => rows)
    .flatMap(({ aspects }) => aspects)
    .filter(({ state }) => state !== 'not-applicable');
  const of = (state: string) => all.filter((one) => one.state === state).map(({ reference }) => reference);
  return { applicable: all.length, proven: of('proven'), failed: of('failed') };
}

/** What a load says of how fast it was answered, whole and by people. */
const P95 = 'http_req_duration.p95';
/** So many findings of a suite are told with what they are, the worst first. */
const MOST_TOLD = 200;

function summaryOfSuite(suite: SuiteRow): RunSummary['suites'][string] {
  const { verdict, durationMs, evidence, owner, counts, flakes, thresholds, findings } = suite;
  const fingerprints = evidence?.findings.map((finding) => finding.fingerprint) ?? [];
  const p95 = evidence?.metrics.find(({ name, samples }) => name === P95 && samples > 0);
  return {
    ...{ verdict, durationMs: durationMs ?? 0, owner },
    checks: counts.passed + counts.failed + counts.waived,
    ...(flakes.length > 0 && { flakes: [...flakes] }),
    ...(thresholds.length > 0 && { limits: thresholds.map(limitOf) }),
    ...(p95 && { p95Ms: p95.value }),
    ...(hasLooked(evidence) && {
      findings: fingerprints,
      open: findings.counts,
      found: findings.rows.slice(0, MOST_TOLD).map(foundOf),
    }),
  };
}

function limitOf({ metric, verdict, samples, measured }: ThresholdRow): MeasuredLimit {
  return { metric, ...measured, samples, verdict };
}

function foundOf({ fingerprint, title, severity, state }: FindingRow): Found {
  return { fingerprint, title, severity, ...(state === 'waived' && { waived: true }) };
}
