import { knownReferences, loadRequirements } from '../../fixtures/requirements/requirements.ts';
import type { Aspect, Requirement } from '../../kernel/requirement.ts';
import { type Carrier, carriersIn } from './carriers.ts';

/** Every requirement with its aspects, and the suites of a checkout that carry each: what is carried by none is seen at once. */
export async function requirementsPage(root: string): Promise<string> {
  const { areas, requirements } = loadRequirements();
  const carriers = await carriersIn(root, knownReferences());
  const rows = areas.map(({ code, title }) => {
    const own = requirements.filter(({ area }) => area === code);
    const aspects = own.flatMap((one) => one.aspects);
    const carried = aspects.filter((aspect) => suitesOf(aspect, carriers).length > 0);
    return `| [${code}](#${anchorOf(title)}) | ${title} | ${own.length} | ${aspects.length} | ${carried.length} |`;
  });
  return [
    '# Requirements',
    'What a target must prove, each as the clauses that it is made of, and the suites that carry a clause in a limit or in a check. Whether it is proven, a run tells.',
    ['| area | | requirements | clauses | carried |', '| --- | --- | ---: | ---: | ---: |', ...rows].join(
      '\n',
    ),
    sayCarried(requirements, carriers),
    ...areas.flatMap(({ code, title }) => [
      `## ${title}`,
      ...requirements.filter(({ area }) => area === code).map((one) => sectionOf(one, carriers)),
    ]),
  ].join('\n\n');
}

function sayCarried(requirements: readonly Requirement[], carriers: readonly Carrier[]): string {
  const isCarried = (aspect: Aspect) => suitesOf(aspect, carriers).length > 0;
  const full = requirements.filter(({ aspects }) => aspects.every(isCarried)).length;
  const some = requirements.filter(({ aspects }) => aspects.some(isCarried)).length;
  return `Of ${requirements.length} requirements the suites carry ${full} in full and ${some - full} in part.`;
}

const anchorOf = (title: string) => title.toLowerCase().replaceAll(' ', '-');

function sectionOf({ id, priority, sentence, aspects }: Requirement, carriers: readonly Carrier[]): string {
  const rows = aspects.map(
    (aspect) => `| \`${aspect.reference}\` | ${aspect.says} | ${sayCarriers(aspect, carriers)} |`,
  );
  return [
    `### ${id}`,
    `${priority}: ${sentence}`,
    ['| clause | says | carried by |', '| --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

function sayCarriers(aspect: Aspect, carriers: readonly Carrier[]): string {
  if (aspect.by !== 'suite') return aspect.by === 'run' ? 'the run itself' : 'imported evidence';
  const suites = suitesOf(aspect, carriers).join(', ');
  if (suites === '') return 'nothing';
  return aspect.whole === true ? `${suites} (under the whole load)` : suites;
}

function suitesOf({ reference }: Aspect, carriers: readonly Carrier[]): readonly string[] {
  return carriers
    .filter(({ references }) => references.has(reference))
    .map(({ suite }) => suite)
    .sort();
}
