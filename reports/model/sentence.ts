import { requirementOf } from '../../kernel/reference.ts';
import { whyNotApplicable } from '../../kernel/requirement.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { gistOf, type DecidingRow } from './deciding-row.ts';
import { count, shorten, VERDICT_WORDS } from '../format.ts';
import { sayShrunkRun } from '../load/scale.ts';
import { sayNarrowedRun } from './warnings.ts';
import type { RunReport } from './run-report.ts';

type Facts = Omit<RunReport, 'sentence'>;

/** May it ship, and why: one sentence. A run whose load was shrunk, that ran a part of its tests, or only rehearses, says so. */
export function sentenceOf(facts: Facts): string {
  const say = { pass: sayPass, waived: sayWaived, unknown: sayUnknown, fail: sayFail }[facts.verdict];
  const shrunk = sayShrunkRun(facts.suites);
  const rehearsal = facts.policy.rehearsal === true ? ' in rehearsal' : '';
  return (say(facts) + sayFlakes(facts.totals) + sayNarrowedRun(facts.suites))
    .replace(/^\w+/, (verdict) => verdict + rehearsal + shrunk)
    .replace(/[….]?$/, (end) => (end === '…' ? end : '.'));
}

/** A retry makes no run as good as one without. */
function sayFlakes({ flaky, quarantined }: Facts['totals']): string {
  const said = [
    ...(flaky > 0 ? [`${count(flaky, 'check')} passed at a further attempt`] : []),
    ...(quarantined > 0 ? [`${count(quarantined, 'check')} in quarantine`] : []),
  ];
  return said.map((one) => `; ${one}`).join('');
}

/** The verdict in a word or two, as it stands on top of a view. */
export function headlineOf({ verdict, policy }: Pick<RunReport, 'verdict' | 'policy'>): string {
  return `${VERDICT_WORDS[verdict]}${policy.rehearsal === true ? ' (rehearsal)' : ''}`;
}

/** What a reader may take the verdict for: a whole stage is held to its policy, anything less is not. */
export function policyNoteOf({ run, policy }: Pick<RunReport, 'run' | 'policy'>): string {
  const { detection } = run.facts;
  if (detection !== undefined)
    return `Made by ./harness detect, not for a release: ${sayDetection(detection)}.`;
  const { required, mustProve } = policy;
  const demands = [
    required.length > 0 ? count(required.length, 'required suite') : '',
    mustProve.length > 0 ? sayDemanded(run, mustProve) : '',
  ].filter((part) => part !== '');
  const rehearsal = policy.rehearsal === true ? ' A rehearsal: nobody may release on it.' : '';
  if (demands.length === 0)
    return `Not held to a release policy: it says nothing of what was left out.${rehearsal}`;
  const stage = `stage ${run.facts.stage ?? 'none'}${run.facts.phase === undefined ? '' : ` in phase ${run.facts.phase}`}`;
  return `Held to the policy of ${stage}: ${demands.join(' and ')}.${rehearsal}`;
}

/** What the environment is excused from is demanded of nobody. */
function sayDemanded({ demanded, notApplicable }: RunReport['run'], mustProve: readonly string[]): string {
  const said = count(new Set(mustProve.map(requirementOf)).size, 'demanded requirement');
  if (demanded === undefined) return said;
  const absent = demanded.filter(
    ({ reference }) => whyNotApplicable(reference, notApplicable) !== undefined,
  ).length;
  return `${said} (${count(demanded.length, 'aspect')}${absent > 0 ? `, ${absent} of them not applicable here` : ''})`;
}

function sayDetection({ defect }: NonNullable<RunReport['run']['facts']['detection']>): string {
  if (defect === undefined) return 'a run without a defect, to see that nothing fails for no reason';
  return `the defect ${defect.id} was planted in the target on purpose`;
}

function sayPass({ suites, totals }: Facts): string {
  const all = suites.length === 1 ? 'the one suite' : `all ${suites.length} suites`;
  const limits = totals.thresholds > 0 ? ` and ${count(totals.thresholds, 'limit')}` : '';
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  const bare = suites.flatMap(({ unasserted }) => unasserted).length;
  const checks = `${count(totals.passed, 'check')}${bare > 0 ? ` (${bare} without an assertion that was seen)` : ''}`;
  const hold = totals.passed === 1 && limits === '' ? 'holds' : 'hold';
  return `Passes: ${all}, ${checks}${limits} ${hold}${skipped}${requirements(totals)}`;
}

/** Nothing where there are none. */
function requirements({ requirements: { proven, partly, applicable, ...sum } }: Facts['totals']): string {
  const absent = sum['not-applicable'];
  if (applicable + absent === 0) return '';
  const others = [partly > 0 ? `, ${partly} in part` : '', absent > 0 ? `, ${absent} not applicable` : ''];
  return `; ${proven} of ${count(applicable, 'requirement')} proven${others.join('')}`;
}

function sayWaived({ decides, totals }: Facts): string {
  const excused = decides.filter((row) => row.reason.verdict === 'waived' && row.reason.suite !== undefined);
  const isHeld = ({ reason, suite }: DecidingRow) => suite?.quarantined.includes(reason.check ?? '') === true;
  const waived = excused.filter((row) => !isHeld(row));
  if (waived.length === 0 && excused.length > 0)
    return `Passes but for what is in quarantine: ${gists(excused)}${requirements(totals)}`;
  return `Passes with ${count(waived.length, 'waiver')}: ${gists(waived)}${requirements(totals)}`;
}

function sayUnknown(facts: Facts): string {
  const of = facts.suites.filter((suite) => suite.verdict === 'unknown').length;
  const reasons = facts.decides.filter((row) => row.reason.verdict === 'unknown');
  const whole = `${of} of ${count(facts.suites.length, 'suite')} gave no answer`;
  const problem = reasons.find((row) => row.isOfRun);
  if (problem) {
    const why = `Unknown: ${shorten(problem.what.replace(/\.$/, ''), 2 * GIST_WIDTH)}`;
    return of === 0 ? why : `${why}; ${whole}`;
  }
  if (facts.run.status === 'interrupted') return `Unknown: the run was interrupted; ${whole}, none failed`;
  const why = gists(reasons) || 'nothing was tested';
  return of === 0 ? `Unknown: ${why}` : `Unknown: ${whole}: ${why}`;
}

function sayFail({ suites, decides, run }: Facts): string {
  const of = (verdict: Verdict) => suites.filter((suite) => suite.verdict === verdict).length;
  const failing = decides.filter((row) => row.reason.verdict === 'fail');
  const parts = [
    of('fail') > 0 ? `${of('fail')} of ${count(suites.length, 'suite')}` : '',
    gists(failing),
    of('unknown') > 0 ? `${count(of('unknown'), 'suite')} gave no answer` : '',
    run.status === 'interrupted' ? 'the run was interrupted' : '',
  ];
  return `Fails: ${parts.filter((part) => part !== '').join('; ')}`;
}

const NAMED = 2;
const GIST_WIDTH = 84;

function gists(rows: readonly DecidingRow[]): string {
  const named = rows.slice(0, NAMED).map((row) => shorten(gistOf(row), GIST_WIDTH).replaceAll('`', ''));
  const more = rows.length > NAMED ? [`${rows.length - NAMED} more`] : [];
  return [...named, ...more].join('; ');
}
