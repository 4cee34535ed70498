import type { JudgedRun } from '../finish/judge-run.ts';
import type { Reason } from '../../kernel/gate.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { count, shorten } from '../../reports/format.ts';
import { sayWaive } from '../terminal/say-decision.ts';
import { notShown, type DemandedElsewhere } from './not-shown.ts';
import { sayNames, type Point } from './point.ts';
import { endOf, planOf, proofOf, suiteNamed } from './proof.ts';

export interface Explanation {
  readonly run: string;
  readonly verdict: Verdict;
  readonly rehearsal: boolean;
  /** What decided, the worst first. */
  readonly decides: readonly Point[];
  /** What is only so because of these. */
  readonly follows: readonly Point[];
  /** What passed, where everything did. */
  readonly holds: readonly Point[];
  /** What a run that passed says nothing of. */
  readonly notShown: readonly Point[];
  /** The command line that does all of it again. */
  readonly repeat: string;
}

/** Why a run's verdict is what it is, from its evidence; `elsewhere` is what stages beyond its own demand today. Pure. */
export function explainRun(judged: JudgedRun, elsewhere: DemandedElsewhere | undefined): Explanation {
  const { record, decision } = judged;
  const { verdict, rehearsal, reasons } = decision;
  const [demands, others] = divided(reasons, (reason) => isDemand(reason));
  const [ofRun, ofSuites] = divided(
    others,
    ({ suite, what }) => suite === undefined && isProblem(what, judged),
  );
  // Where the run itself went wrong, that no suite ran has no other cause.
  const [unrun, own] = divided(ofSuites, (reason) => ofRun.length > 0 && hasNotRun(reason, judged));
  const [failed, untold] = divided(own, (reason) => reason.verdict === 'fail');
  const groups = [
    ...Map.groupBy(demands, ({ verdict, observed }) => `${verdict}: ${observed ?? ''}`).values(),
  ];
  const [carried, bare] = divided(groups, ([first]) => first?.observed?.startsWith('carried by') === true);
  const passes = verdict === 'pass' || verdict === 'waived';
  return {
    run: record.facts.id,
    verdict,
    rehearsal,
    decides: [
      ...[...failed, ...ofRun, ...untold].map((reason) => pointOf(reason, judged)),
      ...bare.map((group) => ofDemands(group, judged)),
    ],
    follows: [
      ...unrun.map((reason) => pointOf(reason, judged)),
      ...carried.map((group) => ofDemands(group, judged)),
    ],
    holds: passes ? holding(judged) : [],
    notShown: passes ? notShown(judged, elsewhere) : [],
    repeat: record.facts.command,
  };
}

function divided<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

function isProblem(said: string, { record }: JudgedRun): boolean {
  return record.problems.some(({ what }) => what === said);
}

function hasNotRun({ suite }: Reason, { read }: JudgedRun): boolean {
  return suite !== undefined && suiteNamed(suite, read) === undefined;
}

/** An aspect that the policy demands and nothing proved: there may be hundreds of one cause. */
function isDemand({ suite, check, proves, what }: Reason): boolean {
  return suite === undefined && check === undefined && proves.length === 1 && /^requirement .* is unproven/.test(what); // prettier-ignore
}

function pointOf(reason: Reason, { read, record, decision }: JudgedRun): Point {
  const { verdict, suite, what, check, expected, observed } = reason;
  const planned = record.planned.find((one) => one.suite.name === suite);
  const isOfWaiver = /^(the (waiver|quarantine) of|more checks are in quarantine) /.test(what);
  const said = check === undefined ? what : `"${what}" ${verdict === 'waived' ? 'is waived' : 'failed'}`;
  const told = [
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(observed === undefined ? [] : [`${expected === undefined ? '' : 'got '}${onOneLine(observed)}`]),
  ];
  const next = nextOf(reason, record.facts.id);
  const repeat = planned === undefined ? undefined : (planned.rerun ?? record.facts.command);
  return {
    verdict,
    says: `${suite === undefined ? '' : `${suite}: `}${said}${told.length > 0 ? `: ${told.join(', ')}` : ''}`,
    proof: isOfWaiver ? [] : proofOf(reason, read, decision.suites),
    ...(next !== undefined && { next }),
    ...(repeat !== undefined && { repeat }),
  };
}

/** A tool's message may have many lines; all of it stands where the proof is. */
function onOneLine(message: string): string {
  return shorten(message.trim().replaceAll(/\s+/g, ' '), 300);
}

function nextOf({ verdict, suite, fix, waivable = [] }: Reason, run: string): string | undefined {
  if (fix !== undefined) return fix;
  if (verdict === 'waived') return 'mend it before the waiver expires';
  if (verdict !== 'fail') return undefined;
  const [of] = waivable;
  const waive =
    of === undefined ? '' : `; only for a while, with a ticket and an approver: ${sayWaive(run, suite, of)}`;
  return `mend the product; or the suite, where the product is right${waive}`;
}

function ofDemands(group: readonly Reason[], { read }: JudgedRun): Point {
  const [first] = group;
  const names = group.flatMap(({ proves }) => proves);
  const observed = first?.observed ?? 'none';
  const next = NEXT.find(([begin]) => observed.startsWith(begin))?.[1];
  return {
    verdict: first?.verdict ?? 'unknown',
    says: `${sayAspects(names)} demanded by the policy and not proven, for ${observed}: ${sayNames(names)}`,
    proof: planOf(read),
    ...(next !== undefined && { next }),
  };
}

const NEXT: readonly (readonly [begin: string, next: string])[] = [
  [
    'nothing in this run carries it',
    'write a check that shows it and carries its reference; or say in the environment, under notApplicable, why it has no place there; or take it out of mustProve in harness.config.ts',
  ],
  ['waits for imported evidence', './harness import --help says how evidence from elsewhere comes in'],
  ['carried by', 'see above what is the matter with those suites'],
];

function sayAspects(names: readonly string[]): string {
  return names.length === 1 ? 'an aspect is' : `${count(names.length, 'aspect')} are`;
}

/** What each suite showed, and where its journal says that it ran to its end. */
function holding({ read, record, decision }: JudgedRun): readonly Point[] {
  return record.planned.flatMap(({ suite }): readonly Point[] => {
    const decided = decision.suites.get(suite.name);
    const evidence = suiteNamed(suite.name, read);
    if (decided?.verdict !== 'pass' || evidence === undefined) return [];
    const passed = evidence.evidence.checks.filter(({ outcome }) => outcome === 'passed').length;
    const limits = decided.limits?.length ?? 0;
    const shown = [
      ...(passed > 0 ? [`${count(passed, 'check')} passed`] : []),
      ...(limits > 0 ? [`${count(limits, 'limit')} held`] : []),
    ];
    return [{ verdict: 'pass', says: `${suite.name}: ${shown.join(', ')}`, proof: endOf(evidence) }];
  });
}
