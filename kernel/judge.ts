import { z } from 'zod';
import { attemptsOf, flakesOf, lastAttempts, sayAttempts } from './attempts.ts';
import type { Check, Ending, Evidence, Finding, Metric } from './evidence.ts';
import { starvedBy } from './starved.ts';
import { judgeThreshold, provesOf, sayJudged, sayWaived, type JudgedThreshold } from './threshold.ts';
import { worst, type Verdict } from './verdict.ts';
import type { Sentence } from './sentence.ts';
import type { ResolvedSuite } from './suite.ts';
import type { Waiver } from './waiver.ts';
import { holds, quarantines, waivedElsewhere, waives } from './waiver.ts';
import { eventsNamed } from './suite-events.ts';

/** One thing that kept a verdict from being `pass`, in words for a person. */
export interface Reason {
  readonly verdict: Verdict;
  /** Which run tells it, where several are judged as one. */
  readonly run?: string;
  readonly suite?: string;
  readonly what: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly check?: string;
  /** What waivers name that accept it: the check's id, or the fingerprints of the findings behind it. */
  readonly waivable?: readonly string[];
  readonly proves: readonly string[];
  readonly fix?: string;
}

/** `reasons` are worst first; a `pass` has none. */
export interface Decision {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  /** Of a suite whose limits were judged: all of them, as every view shows them. */
  readonly limits?: readonly JudgedThreshold[];
  /** Ids of its checks that are in quarantine, however they ended. */
  readonly quarantined?: readonly string[];
}

/** What was planned: a suite, and why its engine could not run here, if it could not. */
export interface Planned {
  readonly suite: ResolvedSuite;
  readonly unavailable?: Sentence | undefined;
}

const LEVELS: Readonly<Record<string, readonly [number, number]>> = {
  critical: [9, Infinity],
  high: [7, 9],
  medium: [4, 7],
  low: [0, 4],
};

/**
 * The metrics `findings.<level>`: how many distinct findings there are of each level. Their samples are what was examined
 * (`findings.examined`), so that a scanner that looked at nothing yields no sample.
 */
export function findingMetrics(findings: readonly Finding[], metrics: readonly Metric[]): readonly Metric[] {
  const examined = metrics.find((metric) => metric.name === 'findings.examined')?.value ?? 0;
  const distinct = [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()];
  return Object.entries(LEVELS).map(([level, [from, below]]) => ({
    name: `findings.${level}`,
    value: distinct.filter((finding) => finding.severity >= from && finding.severity < below).length,
    unit: 'findings',
    samples: Math.floor(examined),
  }));
}

/** Every metric that thresholds may look at: the recorded ones and those derived from findings. */
export function metricsOf(evidence: Evidence, findings = evidence.findings): readonly Metric[] {
  return [...evidence.metrics, ...findingMetrics(findings, evidence.metrics)];
}

/**
 * The verdict of one suite. Pure: the same evidence gives the same verdict, years later. Missing data never passes: no
 * evidence, an ending other than `completed` (its limits are not judged: what was measured beside a broken tool is not the
 * product's), too few checks, too few samples, or nothing asserted at all give `unknown`.
 */
export function judge(
  planned: Planned,
  evidence: Evidence | undefined,
  waivers: readonly Waiver[],
  now: Date,
): Decision {
  if (evidence === undefined) return decide(planned, [neverRan(planned)]);
  const valid = waivers.filter((waiver) => holds(waiver, evidence.findings, now));
  const left = evidence.findings.filter(
    ({ fingerprint }) => !valid.some((waiver) => waives(waiver, fingerprint, planned.suite.name)),
  );
  const quarantined = lastAttempts(evidence.checks)
    .map(({ id }) => id)
    .filter((id) => valid.some((waiver) => quarantines(waiver, id, planned.suite.name)));
  const limits = evidence.ending === 'completed' ? judgeThresholds(planned.suite, evidence, left) : undefined;
  const decision = decide(planned, [
    ...judgeChecks(evidence, valid),
    ...judgeFlakes(evidence, valid),
    ...(limits ?? []).flatMap((limit) => reasonOf(limit, planned.suite, left)),
    ...judgeEnding(evidence.ending),
    ...judgeUnread(evidence),
    ...judgeReferences(evidence),
    ...judgeAmount(planned.suite, evidence, quarantined),
  ]);
  return {
    ...decision,
    ...(limits !== undefined && { limits }),
    ...(quarantined.length > 0 && { quarantined }),
  };
}

function decide(planned: Planned, reasons: readonly Omit<Reason, 'suite'>[]): Decision {
  const named = reasons.map((reason) => ({ ...reason, suite: planned.suite.name }));
  return rank(named);
}

/** Sorts reasons worst first; no reason at all is a pass, for every rule was applied and none spoke. */
export function rank(reasons: readonly Reason[]): Decision {
  if (reasons.length === 0) return { verdict: 'pass', reasons };
  const weight = (reason: Reason) => ['fail', 'unknown', 'waived', 'pass'].indexOf(reason.verdict);
  const sorted = [...reasons].sort((a, b) => weight(a) - weight(b));
  return { verdict: worst(sorted.map((reason) => reason.verdict)), reasons: sorted };
}

function neverRan(planned: Planned): Reason {
  const { what, fix } = planned.unavailable ?? { what: 'the suite was planned but never ran' };
  return { verdict: 'unknown', what, proves: planned.suite.proves, ...(fix !== undefined && { fix }) };
}

function judgeChecks(evidence: Evidence, waivers: readonly Waiver[]): readonly Reason[] {
  return lastAttempts(evidence.checks)
    .filter((check) => check.outcome === 'failed')
    .map((check) => {
      const waiverOf = (id: string) =>
        waivers.find((candidate) => waives(candidate, id, evidence.suite.name));
      const { findings = [] } = check;
      const left = findings.filter((fingerprint) => waiverOf(fingerprint) === undefined);
      const [first] = findings;
      const waiver =
        waiverOf(check.id) ?? (first !== undefined && left.length === 0 ? waiverOf(first) : undefined);
      const quarantine = waiver
        ? undefined
        : waivers.find((candidate) => quarantines(candidate, check.id, evidence.suite.name));
      if (quarantine !== undefined) return judgeQuarantined(check, evidence, quarantine);
      const fix = waiver ? undefined : waivedElsewhere(waivers, check.id, evidence.suite.name);
      return {
        verdict: waiver ? 'waived' : 'fail',
        what: waiver ? `${check.id} (waived until ${waiver.expires}: ${waiver.reason})` : check.id,
        check: check.id,
        waivable: findings.length > 0 ? left : [check.id],
        proves: check.proves,
        ...(check.detail !== undefined && { observed: check.detail }),
        ...(fix !== undefined && { fix }),
      };
    });
}

/** A check in quarantine that failed last. That it fails each time it is tried again is no coming and going. */
function judgeQuarantined({ id, proves, detail }: Check, { checks }: Evidence, waiver: Waiver): Reason {
  const attempts = attemptsOf(checks).get(id) ?? [];
  const told = { check: id, waivable: [id], proves, ...(detail !== undefined && { observed: detail }) };
  if (attempts.length > 1 && !attempts.includes('passed'))
    return {
      ...told,
      verdict: 'fail',
      what: `${id}: ${sayAttempts(attempts)}, and is in quarantine for what comes and goes`,
      fix: `${waiver.owner}: mend what broke it (${waiver.ticket}); its quarantine stays for when it flakes`,
    };
  return { ...told, verdict: 'waived', what: sayQuarantined(id, attempts, waiver) };
}

/** Checks in quarantine that passed at last. */
function judgeFlakes({ suite, checks }: Evidence, waivers: readonly Waiver[]): readonly Reason[] {
  return flakesOf(checks).flatMap((id): readonly Reason[] => {
    const waiver = waivers.find((candidate) => quarantines(candidate, id, suite.name));
    if (waiver === undefined) return [];
    const what = sayQuarantined(id, attemptsOf(checks).get(id) ?? [], waiver);
    return [{ verdict: 'waived', what, check: id, proves: [] }];
  });
}

function sayQuarantined(
  id: string,
  attempts: Parameters<typeof sayAttempts>[0],
  { expires, reason }: Waiver,
): string {
  return `${id}: ${sayAttempts(attempts)} (in quarantine until ${expires}: ${reason})`;
}

/** Every limit, held to the findings that are `left` after waivers. One that only holds because of them is `waived`. */
function judgeThresholds(
  suite: ResolvedSuite,
  evidence: Evidence,
  left: readonly Finding[],
): readonly JudgedThreshold[] {
  const all = metricsOf(evidence);
  const unwaived = metricsOf(evidence, left);
  return suite.thresholds.map((threshold) => {
    const strict = judgeThreshold(threshold, all);
    const lenient = judgeThreshold(threshold, unwaived);
    const verdict = strict.verdict === 'fail' && lenient.verdict === 'pass' ? 'waived' : lenient.verdict;
    const { observed: found } = strict;
    const isLess = found !== undefined && found !== lenient.observed;
    const judged = { ...lenient, verdict, ...(isLess && { found }) };
    if (strict.verdict === 'pass') return { ...judged, verdict: 'pass' };
    const starved = verdict === 'fail' ? starvedBy(evidence, threshold.metric) : undefined;
    return starved === undefined ? judged : { ...judged, verdict: 'unknown', starved };
  });
}

function reasonOf(
  judged: JudgedThreshold,
  suite: ResolvedSuite,
  left: readonly Finding[],
): readonly Omit<Reason, 'suite'>[] {
  const { threshold, observed, samples, verdict } = judged;
  if (verdict === 'pass') return [];
  const measured = observed === undefined ? 'not measured' : `${round(observed)} ${threshold.unit}`.trimEnd();
  const waivable = verdict === 'fail' ? fingerprintsOf(threshold.metric, left) : [];
  return [
    {
      verdict,
      what: sayJudged(judged),
      expected: `${threshold.op} ${threshold.limit} ${threshold.unit}, from at least ${threshold.minSamples} samples`,
      observed: `${measured}${sayWaived(judged)}, from ${samples} samples`,
      proves: provesOf(threshold, suite),
      ...(judged.starved && { fix: judged.starved.fix }),
      ...(waivable.length > 0 && { waivable }),
    },
  ];
}

/** The findings that a metric `findings.<level>` counts. */
function fingerprintsOf(metric: string, findings: readonly Finding[]): readonly string[] {
  const [from, below] = LEVELS[/^findings\.(\w+)$/.exec(metric)?.[1] ?? ''] ?? [Infinity, 0];
  const counted = findings.filter(({ severity }) => severity >= from && severity < below);
  return [...new Set(counted.map(({ fingerprint }) => fingerprint))];
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function judgeEnding(ending: Ending): readonly Reason[] {
  if (ending === 'completed') return [];
  if (ending === 'timed-out')
    return [
      {
        verdict: 'unknown',
        what: 'the suite hung: it was killed with its whole process tree when its time was up',
        proves: [],
        fix: 'look at its last log lines; raise timeoutMs (of a plain file: --timeout) only if the work is legitimate',
      },
    ];
  if (ending === 'interrupted')
    return [
      {
        verdict: 'unknown',
        what: 'the run was interrupted before the suite ended',
        proves: [],
        fix: 'run it again',
      },
    ];
  const { error, fix, cause } = ending;
  return [{ verdict: 'unknown', what: error, proves: [], fix: fix ?? USUAL_FIX[cause] }];
}

const USUAL_FIX = {
  suite: "repair the suite; the tool's own words are in its evidence",
  infra: 'look at the logs in the evidence, then run it again',
} as const;

/** Results that the tool told and that could not be read: one of them may have been a failure. */
export const UNREAD = 'results of the tool could not be read, and may be lost';

function judgeUnread({ events }: Evidence): readonly Reason[] {
  const unread = eventsNamed({ events }, 'inbox-malformed', 'inbox-shrunk');
  const [first] = unread;
  if (first === undefined) return [];
  return [
    {
      verdict: 'unknown',
      what: UNREAD,
      observed: `${unread.length} times; first: ${JSON.stringify(first.detail)}`,
      proves: [],
    },
  ];
}

const toldSchema = z.object({ reference: z.string(), why: z.string() });

/** A tag that nobody knows would prove something else than it was meant to, or nothing. */
function judgeReferences(evidence: Evidence): readonly Reason[] {
  return eventsNamed(evidence, 'reference-unknown').flatMap(({ detail }): readonly Reason[] => {
    const told = toldSchema.safeParse(detail).data;
    if (told === undefined) return [];
    const fix = 'correct the tag of that check, or write the aspect into fixtures/requirements';
    const carrier = evidence.checks.find(({ proves }) => proves.includes(told.reference))?.id;
    const observed = carrier === undefined ? {} : { observed: `in ${carrier}` };
    const what = `a check carries @${told.reference}: ${told.why}`;
    return [{ verdict: 'unknown', what, ...observed, proves: [], fix }];
  });
}

function judgeAmount(
  suite: ResolvedSuite,
  evidence: Evidence,
  quarantined: readonly string[],
): readonly Reason[] {
  const ran = lastAttempts(evidence.checks).filter((check) => check.outcome !== 'skipped');
  const executed = ran.length;
  if (executed < suite.expects.checks)
    return [
      {
        verdict: 'unknown',
        what: 'fewer checks ran than the suite declares',
        expected: `at least ${suite.expects.checks} checks`,
        observed: `${executed} ran`,
        proves: [],
        fix: 'add what is missing, or find out why it did not run',
      },
    ];
  const counting = ran.filter(({ id }) => !quarantined.includes(id));
  if (suite.thresholds.length > 0 || (counting.length > 0 && !assertedNothing(counting, evidence))) return [];
  if (executed > 0 && counting.length === 0)
    return [
      {
        verdict: 'unknown',
        what: 'nothing was asserted',
        observed: `${executed} ran, and all are in quarantine: ${someOf(ran)}`,
        proves: [],
        fix: 'mend one of them and end its quarantine in waivers.json, or add a check that can be relied on',
      },
    ];
  return [
    {
      verdict: 'unknown',
      what: 'nothing was asserted',
      ...(executed > 0 && { observed: `${executed} ran, and no assertion was seen: ${someOf(ran)}` }),
      proves: [],
      fix: 'add at least one assertion to the suite; docs/plain-files.md says under "What counts as an assertion" which ones are seen',
    },
  ];
}

function someOf(checks: readonly Check[]): string {
  const named = checks.slice(0, 5).map(({ id }) => id);
  return [...named, ...(checks.length > 5 ? [`and ${checks.length - 5} more`] : [])].join('; ');
}

/**
 * A thrown error is a result too; what a tool cannot count says nothing, nor do checks where assertions belong to no test, as those
 * of hooks that run once for a file.
 */
function assertedNothing(ran: readonly Check[], { events }: Evidence): boolean {
  const told = eventsNamed({ events }, 'assertions.outside', 'assertions.uncounted');
  return (
    told.length === 0 && ran.every(({ outcome, assertions }) => outcome === 'passed' && assertions === 0)
  );
}

/** Ids of the checks that passed although no assertion of them was seen. */
export function assertingNothing({ checks, events }: Pick<Evidence, 'checks' | 'events'>): readonly string[] {
  if (eventsNamed({ events }, 'assertions.uncounted').length > 0) return [];
  return lastAttempts(checks)
    .filter(({ outcome, assertions }) => outcome === 'passed' && assertions === 0)
    .map(({ id }) => id);
}
