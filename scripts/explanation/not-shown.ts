import type { SuiteEvidence } from '../../evidence/read-run.ts';
import type { JudgedRun } from '../finish/judge-run.ts';
import { policyOf } from '../session/run-record.ts';
import { lastAttempts } from '../../kernel/attempts.ts';
import { isOfPlainFile } from '../../kernel/plan.ts';
import { isShrunk } from '../../kernel/load-evidence.ts';
import { whyNotApplicable, type Aspect } from '../../kernel/requirement.ts';
import { aspectStates } from '../../kernel/requirement-states.ts';
import { count } from '../../reports/format.ts';
import { warningsOf } from '../../reports/model/warnings.ts';
import { sayNames, type Point } from './point.ts';
import { checkLine, endOf, planOf } from './proof.ts';

/** What a stage of today's policy demands in the environment of a run. */
export interface DemandedElsewhere {
  readonly stage: string;
  readonly aspects: readonly Aspect[];
  readonly notApplicable: Readonly<Record<string, string>>;
}

/** What a run that passed does not speak of. It decides nothing: whoever takes a pass for more than it is should read it. */
export function notShown(judged: JudgedRun, elsewhere: DemandedElsewhere | undefined): readonly Point[] {
  return [
    ...unheld(judged),
    ...inapplicable(judged),
    ...leftOut(judged),
    ...ofSuites(judged),
    ...beyond(judged, elsewhere),
  ];
}

/** A part of a stage, or a plain file, may pass without having shown what anybody demands. */
function unheld({ read, record: { facts } }: JudgedRun): readonly Point[] {
  const { required, mustProve } = policyOf(read.events);
  if (facts.whole === true || required.length + mustProve.length > 0) return [];
  const of = facts.stage === undefined ? 'of no stage' : `a part of stage ${facts.stage}`;
  const next = './harness run --stage <stage>, without names, is held to the policy of that stage';
  return [{ says: `it was ${of}, so no policy of a stage was asked`, proof: planOf(read), next }];
}

function inapplicable({ read, record }: JudgedRun): readonly Point[] {
  const absent = (record.demanded ?? []).flatMap(({ reference }) => {
    const why = whyNotApplicable(reference, record.notApplicable);
    return why === undefined ? [] : [{ reference, why }];
  });
  return [...Map.groupBy(absent, ({ why }) => why)].map(([why, those]) => ({
    says: `demanded, and not looked at, for it does not apply here (${why}): ${sayNames(those.map(({ reference }) => reference))}`,
    proof: planOf(read),
  }));
}

/** What the policy is content to go without. */
function leftOut({ read, record }: JudgedRun): readonly Point[] {
  const absent = record.skipped.filter(({ notApplicable }) => notApplicable === true);
  return absent.map(({ name, reason }) => ({
    says: `${name} was left out: ${reason}`,
    proof: planOf(read),
  }));
}

function ofSuites({ read, record, decision }: JudgedRun): readonly Point[] {
  return read.suites.flatMap((suite): readonly Point[] => {
    const { evidence } = suite;
    const { name } = evidence.suite;
    const file = record.planned.find((planned) => planned.suite.name === name)?.file;
    const skipped = lastAttempts(evidence.checks).filter(({ outcome }) => outcome === 'skipped');
    const [first] = skipped;
    const { quarantined = [] } = decision.suites.get(name) ?? {};
    return [
      ...uncounted(suite, file),
      ...(first === undefined
        ? []
        : [
            {
              says: `${name}: ${count(skipped.length, 'check')} skipped: ${sayNames(skipped.map(({ id }) => id))}`,
              proof: checkLine(suite, first.id),
            },
          ]),
      ...quarantined.map((id) => ({
        says: `${name}: ${id} is in quarantine: it proves nothing, even where it passes`,
        proof: checkLine(suite, id),
      })),
      ...(isShrunk(evidence)
        ? [
            {
              says: `${name}: its load was shrunk, so its limits prove nothing`,
              proof: endOf(suite),
            },
          ]
        : []),
      ...warningsOf(evidence).map((warning) => ({
        says: `${name}: ${warning}`,
        proof: endOf(suite),
      })),
    ];
  });
}

/** Checks that could go missing without a word, for the suite declares fewer. Of a plain file nobody declares any. */
function uncounted(suite: SuiteEvidence, file: string | undefined): readonly Point[] {
  const { name, expects } = suite.evidence.suite;
  const ran = lastAttempts(suite.evidence.checks).filter(({ outcome }) => outcome !== 'skipped').length;
  if (ran <= expects.checks || isOfPlainFile(name)) return [];
  const says = `${name}: ${count(ran, 'check')} ran and it declares ${expects.checks}: ${ran - expects.checks} could go missing unnoticed`;
  const next = `expects: { checks: ${ran} }${file === undefined ? '' : ` in ${file}`}, where as many run everywhere`;
  return [{ says, proof: endOf(suite), next }];
}

/** What a stage demands beyond what this run was held to, and this run does not prove. */
function beyond(
  { read, record, told, decision }: JudgedRun,
  elsewhere: DemandedElsewhere | undefined,
): readonly Point[] {
  if (elsewhere === undefined) return [];
  const { stage, aspects, notApplicable } = elsewhere;
  const states = aspectStates({ ...told, decisions: decision.suites, aspects, notApplicable });
  const held = new Set((record.demanded ?? []).map(({ reference }) => reference));
  const open = aspects
    .map(({ reference }) => reference)
    .filter((reference) => !held.has(reference) && states.get(reference)?.state === 'unproven');
  if (open.length === 0) return [];
  const says = `stage ${stage} demands ${count(open.length, 'aspect')} that this run did not look at: ${sayNames(open)}`;
  return [{ says, proof: planOf(read), next: `./harness run --stage ${stage}` }];
}
