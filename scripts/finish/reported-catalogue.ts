import { requirementsAbout } from '../../fixtures/requirements/requirements.ts';
import type { ReportInput } from '../../reports/model/input.ts';
import { HERE, type Roots } from '../../kernel/project.ts';
import type { Requirements } from '../../kernel/requirement.ts';

/** What reports of a run list: of what came with the harness, what its policy demands or its suites carry. */
export function reportedCatalogue(run: SpeakingRun, roots: Roots = HERE): Requirements {
  return requirementsAbout(namedIn(run), roots);
}

type SpeakingRun = Pick<ReportInput, 'run' | 'evidences'>;

/** What a run demands and its suites carry. */
export function namedIn({ run, evidences }: SpeakingRun): readonly string[] {
  return [
    ...(run.demanded ?? []).map(({ reference }) => reference),
    ...run.planned.flatMap(({ suite }) => suite.proves),
    ...evidences.flatMap(({ checks }) => checks.flatMap(({ proves }) => proves)),
  ];
}
