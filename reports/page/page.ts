import { sentenceOfDetection } from '../detection/detection-sums.ts';
import { count } from '../format.ts';
import { headFacts, madeFacts } from './facts.ts';
import type { RunReport } from '../model/run-report.ts';
import { phrases } from './phrases.ts';
import type { ReportBuild } from '../report.ts';
import { policyNoteOf, WORDS } from '../model/sentence.ts';
import type { SuiteRow } from '../model/suite-row.ts';

/** So many problems are shown open; the rest folds. */
const FIRST_PROBLEMS = 20;

/** Everything that the templates need. They only lay it out. */
export function pageOf({ model, folder, evidenceFolder, reports }: ReportBuild) {
  const kinds = model.kinds
    .map(({ name, title }) => ({
      id: `kind-${name}`,
      title,
      suites: model.suites.filter((suite) => suite.kind === name),
    }))
    .filter((kind) => kind.suites.length > 0);
  return {
    model,
    h: phrases(folder, evidenceFolder),
    word: WORDS[model.verdict],
    policyNote: policyNoteOf(model),
    facts: headFacts(model),
    made: madeFacts(model),
    problems: model.decides.filter(
      (row) => row.reason.verdict !== 'waived' || !isListed(model, row.reason.check),
    ),
    firstProblems: FIRST_PROBLEMS,
    absent: absentOf(model),
    suitesSaid: saySuites(model.suites),
    requirementsSaid: sayRequirements(model),
    detectionSaid: model.detection ? `${sentenceOfDetection(model.detection)}.` : '',
    kinds,
    sections: [
      ...SECTIONS,
      ...detectionSection(model),
      ...kinds.map((kind) => [kind.id, kind.title]),
      ['made', 'How it was made'],
    ],
    views: VIEWS.filter((view) => reports.includes(view.report)),
  };
}

const SECTIONS = [
  ['decides', 'What decides'],
  ['suites', 'Suites'],
  ['requirements', 'Requirements'],
];

function detectionSection({ detection }: RunReport): readonly string[][] {
  return detection === undefined ? [] : [['detection', 'Detection']];
}

/** A waived check stands under Waivers already. */
function isListed({ waivers }: RunReport, check: string | undefined): boolean {
  return waivers.some((waiver) => waiver.of === check);
}

interface Absent {
  readonly names: readonly string[];
  readonly how: string;
  readonly reason: string;
  readonly planned: boolean;
}

/** What did not run: planned ones first, for they are a gap; what was left out for the same reason together. */
function absentOf({ suites, run }: RunReport): readonly Absent[] {
  const planned = suites
    .filter((suite) => suite.state !== 'ran')
    .map(({ name, unavailable }) => ({
      names: [name],
      how: unavailable === undefined ? 'planned' : 'unavailable',
      reason: unavailable ?? 'the run ended before it',
      planned: true,
    }));
  const skipped = Map.groupBy(run.skipped, (one) => one.reason);
  const left = [...skipped].map(([reason, ones]) => ({
    names: ones.map((one) => one.name),
    how: 'left out',
    reason,
    planned: false,
  }));
  return [...planned, ...left];
}

function saySuites(suites: readonly SuiteRow[]): string {
  const of = (verdict: SuiteRow['verdict']) => suites.filter((suite) => suite.verdict === verdict).length;
  const parts = (['fail', 'unknown', 'waived', 'pass'] as const).map((verdict) =>
    of(verdict) === 0 ? '' : `${of(verdict)} ${WORDS[verdict].toLowerCase()}`,
  );
  return [count(suites.length, 'suite'), ...parts.filter((part) => part !== '')].join(' · ');
}

function sayRequirements({ totals }: RunReport): string {
  const { proven, broken, unproven, requirements } = totals;
  return `${proven} of ${requirements} proven · ${broken} failed · ${unproven} unproven`;
}

/** Other reports of this run that people open. */
const VIEWS = [
  { report: 'allure', name: 'Allure', href: 'allure/index.html' },
  { report: 'junit', name: 'JUnit', href: 'junit.xml' },
  { report: 'summary', name: 'Summary', href: 'summary.md' },
];
