import { loadRequirements } from '../../fixtures/requirements/requirements.ts';
import type { ReportInput } from '../../reports/model/input.ts';
import { HERE, type Roots } from '../../kernel/project.ts';
import { requirementOf } from '../../kernel/reference.ts';
import type { Requirements } from '../../kernel/requirement.ts';

/**
 * What reports list. Requirements that came with the harness are another product's: a project has those of them that its policy demands
 * or that its suites carry, beside its own. Areas are kept, for tags of theirs are no stranger's.
 */
export function reportedCatalogue(
  { run, evidences }: Pick<ReportInput, 'run' | 'evidences'>,
  roots: Roots = HERE,
): Requirements {
  const all = loadRequirements(roots);
  if (roots.product === undefined) return all;
  const lent = loadRequirements({ root: roots.product }).requirements.length;
  const named = [
    ...(run.demanded ?? []).map(({ reference }) => reference),
    ...run.planned.flatMap(({ suite }) => suite.proves),
    ...evidences.flatMap(({ checks }) => checks.flatMap(({ proves }) => proves)),
  ];
  const asked = new Set(named.map(requirementOf));
  return { ...all, requirements: all.requirements.filter(({ id }, index) => index >= lent || asked.has(id)) };
}
