import { nearTo } from './did-you-mean.ts';
import type { Found } from './discover.ts';
import { ConfigError } from './errors.ts';
import type { FoundSuites } from './load-suites.ts';
import { kindOf, STAGES, type Suite } from './suite.ts';

/** What the user asked for. No name means every suite that the stage and the tags leave. */
export interface Selection {
  /** Kinds, suite names, and patterns of them: `*` stands for any letters but `/`, as in `contract/web-*`. */
  readonly names: readonly string[];
  readonly stage?: string | undefined;
  /** The stages that there are; those that suites name, and those without a word, unless told. */
  readonly stages?: readonly string[] | undefined;
  /** All must be carried. */
  readonly tags: readonly string[];
  /** What is tested; without it suites of every product are chosen. */
  readonly product?: string | undefined;
}

export interface Selected {
  readonly suites: readonly Found<Suite>[];
  readonly skipped: readonly LeftOut[];
}

/** A suite that is not planned. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
  /** It has no place in the environment, and the policy is content with that. */
  readonly notApplicable?: true | undefined;
}

/** Chooses suites. Throws a ConfigError for every unknown word, and one that explains why when nothing is left. */
export function select(from: FoundSuites, selection: Selection): Selected {
  const all = from.suites;
  const problems = [
    ...unknownStage(all, selection),
    ...unknownNames(from, selection),
    ...emptyKinds(from, selection),
    ...unknownTags(all, selection),
    ...otherProducts(all, selection),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  const reasons = all.map((found) => ({ found, reason: whyNot(found.value, selection) }));
  const suites = reasons.filter((one) => one.reason === undefined).map((one) => one.found);
  const skipped = reasons.flatMap(({ found, reason }) =>
    reason === undefined ? [] : [{ name: found.value.name, reason }],
  );
  if (suites.length === 0) throw new ConfigError(nothingLeft(skipped));
  return { suites, skipped };
}

function unknownStage(all: readonly Found<Suite>[], { stage, stages }: Selection): readonly string[] {
  const known = stages ?? [...new Set([...STAGES, ...all.flatMap(({ value }) => value.stages)])];
  if (stage === undefined || known.includes(stage)) return [];
  return [`--stage: got "${stage}"; known: ${known.join(', ')}`];
}

function unknownNames({ kinds, suites }: FoundSuites, { names }: Selection): readonly string[] {
  const namesOf = (found: readonly Found<{ name: string }>[]) => found.map(({ value }) => value.name);
  const known = [...namesOf(kinds), ...namesOf(suites)];
  return names
    .filter((name) => !known.some((one) => isNamed(name, one)))
    .map((name) => {
      if (isPattern(name))
        return `"${name}" is the name of no kind and no suite; ./harness list shows every suite`;
      const near = nearTo(name, known, ALIKE).slice(0, 3);
      const meant = near.length === 0 ? '' : `; near it: ${near.join(', ')}`;
      return `"${name}" is neither a kind (${namesOf(kinds).join(', ')}) nor a suite nor a file${meant}; ./harness list shows every suite, and a path starts with ./, ../ or /`;
    });
}

const ALIKE = 0.3;

function isPattern(name: string): boolean {
  return name.includes('*');
}

function isNamed(name: string, one: string): boolean {
  if (!isPattern(name)) return name === one;
  const parts = name.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('[^/]*')}$`).test(one);
}

function emptyKinds({ kinds, suites }: FoundSuites, { names }: Selection): readonly string[] {
  return kinds
    .map(({ value }) => value.name)
    .filter((kind) => names.includes(kind) && !suites.some(({ value }) => kindOf(value.name) === kind))
    .map(
      (kind) =>
        `${kind}: this kind has no suite yet; the first would be ${kind}/suites/<name>/<name>.suite.ts`,
    );
}

function unknownTags(all: readonly Found<Suite>[], { tags }: Selection): readonly string[] {
  const known = new Set(all.flatMap((found) => found.value.tags));
  return tags
    .filter((tag) => !known.has(tag))
    .map((tag) => `--tag: got "${tag}"; known: ${[...known].sort().join(', ') || 'none'}`);
}

/** Who names a suite means it: one of another product is refused, and not left out in silence. */
function otherProducts(all: readonly Found<Suite>[], selection: Selection): readonly string[] {
  return all
    .filter(({ value }) => selection.names.includes(value.name))
    .flatMap(({ value }) => {
      const reason = ofAnother(value, selection);
      return reason === undefined ? [] : [`${value.name}: ${reason}`];
    });
}

/** Why a suite is not part of the selection; undefined when it is. */
function whyNot(suite: Suite, selection: Selection): string | undefined {
  const { names, stage, tags } = selection;
  const own = [suite.name, kindOf(suite.name)];
  if (names.length > 0 && !names.some((name) => own.some((one) => isNamed(name, one))))
    return `not asked for (${names.join(', ')})`;
  if (stage !== undefined && !suite.stages.includes(stage))
    return `not in stage ${stage}; its stages: ${suite.stages.join(', ') || 'none'}`;
  const missing = tags.filter((tag) => !suite.tags.includes(tag));
  if (missing.length > 0) return `lacks the tag ${missing.join(', ')}`;
  return ofAnother(suite, selection);
}

function ofAnother({ targets }: Suite, { product }: Selection): string | undefined {
  if (product === undefined || targets === undefined || targets.includes(product)) return undefined;
  return `tests ${targets.join(', ') || 'nothing'}, and this environment is of ${product}`;
}

function nothingLeft(skipped: Selected['skipped']): readonly string[] {
  if (skipped.length === 0)
    return [
      'nothing matches the selection, for there is no suite; write one: <kind>/suites/<name>/<name>.suite.ts',
    ];
  return ['nothing matches the selection:', ...skipped.map(({ name, reason }) => `  ${name}: ${reason}`)];
}
