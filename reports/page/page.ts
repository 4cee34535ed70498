import type { View } from '../../kernel/kind.ts';
import { sentenceOfDetection } from '../detection/detection-sums.ts';
import type { Detection } from '../detection/detection.ts';
import { sentenceOfMutation } from '../detection/mutants/mutation-sums.ts';
import type { Mutation } from '../detection/mutants/mutation.ts';
import type { Document } from '../drawing/document.ts';
import { heading, time } from '../drawing/fragments.ts';
import { type Html, known, markup } from '../drawing/html.ts';
import { icon, type State } from '../drawing/state.ts';
import { headlineOf } from '../model/sentence.ts';
import type { RunReport } from '../model/run-report.ts';
import type { SuiteRow } from '../model/suite-row.ts';
import type { ReportBuild } from '../report.ts';
import { decidesSection } from './decides.ts';
import { faultMatrixTable } from './kinds/fault-matrix.ts';
import { linksOf, type Links } from './links.ts';
import { madeSection } from './made.ts';
import { requirementsSection } from './requirements.ts';
import { suiteArticle } from './suite.ts';
import { suitesSection } from './suites.ts';
import { detectionBanner, verdictSection } from './verdict.ts';

interface KindSection {
  readonly id: string;
  readonly title: string;
  readonly view: View;
  readonly suites: readonly SuiteRow[];
}

/** The page of a run: the verdict first, then what made it, then everything else. */
export function pageOf({ model, folder, evidenceFolder, reports }: ReportBuild): Document {
  const links = linksOf(folder, evidenceFolder);
  const { facts } = model.run;
  const { detection, mutation } = model;
  const isMeasured = detection !== undefined || mutation !== undefined;
  const kinds = kindSections(model);
  return {
    title: `${facts.detection ? 'Not for a release: ' : ''}${headlineOf(model)}: ${facts.id}`,
    brand: facts.detection ? 'Not for a release' : 'Release report',
    sections: [
      ['decides', 'What decides'],
      ['suites', 'Suites'],
      ...(model.areas.length > 0 ? [['requirements', 'Requirements'] as const] : []),
      ...(isMeasured ? [['detection', 'Detection'] as const] : []),
      ...kinds.map(({ id, title }) => [id, title] as const),
      ['made', 'How it was made'],
    ],
    main: markup`
      ${facts.detection === undefined ? '' : detectionBanner(facts.detection)}
      ${verdictSection(model)}
      ${decidesSection(model, links)}
      ${suitesSection(model)}
      ${model.areas.length > 0 ? requirementsSection(model) : ''}
      ${isMeasured ? detectionSection(detection, mutation) : ''}
      ${kinds.map((kind) => kindSection(kind, links))}
      ${madeSection(model, reports)}`,
    footer: markup`
      Built from the evidence of run ${facts.id} on ${time(model.now.toISOString())}.${' '}
      <a href="../../../reports/runs/index.html">All runs</a>.`,
  };
}

function kindSections({ kinds, suites }: RunReport): readonly KindSection[] {
  return kinds
    .map(({ name, title, view }) => ({
      id: `kind-${name}`,
      title,
      view,
      suites: suites.filter((suite) => suite.kind === name),
    }))
    .filter((kind) => kind.suites.length > 0);
}

function kindSection({ id, title, view, suites }: KindSection, links: Links): Html {
  return markup`
    <section aria-labelledby="${id}">\n
    ${heading(id, title)}\n
    ${faultMatrixTable(suites) ?? ''}
    ${suites.map((suite) => suiteArticle(suite, view, links))}
    </section>\n`;
}

/** How well the suites notice what is wrong, where that was measured for the same commit. */
function detectionSection(detection: Detection | undefined, mutation: Mutation | undefined): Html {
  const defects = known(detection, (one) => measured(one, one.verdict, sentenceOfDetection(one), one.id));
  const mutants = known(mutation, (one) =>
    measured(one, 'skipped', sentenceOfMutation(one), `mutants/${one.id}`),
  );
  return markup`
    <section aria-labelledby="detection">\n
    ${heading('detection', 'Detection')}\n
    ${defects}${mutants}
    </section>\n`;
}

function measured({ endedAt }: Pick<Detection, 'endedAt'>, state: State, said: string, page: string): Html {
  return markup`
    <p class="calm">${icon(state)} <span>
      ${said}.${' '}
      <a href="../../../reports/detect/${page}/index.html">Which, and by what</a>${' '}
      <span class="dim">of the same commit, ${time(endedAt)}</span>
    </span></p>\n`;
}
