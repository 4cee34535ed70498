import { z } from 'zod';
import { nearTo } from './did-you-mean.ts';
import { areaOf, requirementOf } from './reference.ts';

export const PRIORITIES = ['critical', 'high', 'medium'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Who shows it: suites that ran, the run's own evidence, or evidence that was made elsewhere. */
export const CARRIERS = ['suite', 'run', 'import'] as const;

/** One clause of a requirement: what is proven or not. A requirement without clauses is its own only aspect. */
export const aspectSchema = z.strictObject({
  /** `FUN-09/5xx`; of a requirement that is its own aspect `EVI-07`. */
  reference: z.string(),
  says: z.string(),
  by: z.enum(CARRIERS),
  /** The kinds of suites that may prove it; any may fail it. Absent: any. */
  kinds: z.array(z.string()).optional(),
  /** Nothing that ran under a shrunk load proves it. */
  whole: z.literal(true).optional(),
  /** Of its requirement, where a run demands it. */
  priority: z.enum(PRIORITIES).optional(),
});
export type Aspect = z.infer<typeof aspectSchema>;

export interface Requirement {
  readonly id: string;
  readonly area: string;
  readonly sentence: string;
  readonly priority: Priority;
  /** The products that it is about; absent: any. */
  readonly targets?: readonly string[] | undefined;
  /** At least one. */
  readonly aspects: readonly Aspect[];
}

/** What a target must prove, by area. */
export interface Requirements {
  readonly areas: readonly { readonly code: string; readonly title: string }[];
  readonly requirements: readonly Requirement[];
}

/** Every name that a definition or a tag may use. */
export function referencesOf({ requirements }: Requirements): ReadonlySet<string> {
  return new Set(requirements.flatMap(({ id, aspects }) => [id, ...aspects.map((one) => one.reference)]));
}

/** As requirements were before they had aspects: one check with its id proved it. */
export function withoutAspects({ areas, requirements }: Requirements): Requirements {
  const whole = requirements.map((one) => ({
    ...one,
    aspects: [{ reference: one.id, says: one.sentence, by: 'suite' as const }],
  }));
  return { areas, requirements: whole };
}

/** Why a definition or a tag may not use a reference; undefined where it may. */
export function whyUnknown(reference: string, known: ReadonlySet<string>): string | undefined {
  if (known.has(reference)) return undefined;
  const near = nearTo(areaOf(reference) + reference.slice(areaOf(reference).length), [...known])
    .slice(0, 3)
    .join(', ');
  return `unknown requirement "${reference}"; near it: ${near || 'none'}; see fixtures/requirements`;
}

/**
 * Why a check may not carry a tag: it begins with an area of the catalogue, however that is written, and the catalogue does not have
 * it. Tags of other areas are strangers', and mean nothing.
 */
export function tagCheck(catalogue: Requirements): (reference: string) => string | undefined {
  const known = referencesOf(catalogue);
  const areas = new Set(catalogue.areas.map(({ code }) => code));
  return (reference) => (areas.has(areaOf(reference)) ? whyUnknown(reference, known) : undefined);
}

/** The aspects that are meant, the most important first: of a requirement all of them. A name that the catalogue does not have is left out. */
export function aspectsNamed(
  references: readonly string[],
  { requirements }: Requirements,
): readonly Aspect[] {
  const byPriority = [...requirements].sort(
    (a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority),
  );
  return byPriority.flatMap(({ id, priority, aspects }) =>
    aspects
      .filter(({ reference }) => references.includes(id) || references.includes(reference))
      .map((aspect) => ({ ...aspect, priority })),
  );
}

/** By requirement or aspect: why it does not apply in an environment, by its own word or because it is about another product. */
export function notApplicableIn(
  {
    target,
    product = target,
    notApplicable,
  }: {
    readonly target: string;
    readonly product?: string | undefined;
    readonly notApplicable: Readonly<Record<string, string>>;
  },
  { requirements }: Requirements,
): Readonly<Record<string, string>> {
  const ofOthers = requirements.flatMap(({ id, targets }) =>
    targets === undefined || targets.includes(product) ? [] : [[id, `it is about ${targets.join(' and ')}`]],
  );
  return { ...(Object.fromEntries(ofOthers) as Record<string, string>), ...notApplicable };
}

/** Why an aspect does not apply, by its own name or that of its requirement; undefined where it does. */
export function whyNotApplicable(
  reference: string,
  notApplicable: Readonly<Record<string, string>> = {},
): string | undefined {
  return notApplicable[reference] ?? notApplicable[requirementOf(reference)];
}

const says = z.string().min(1).describe('What this clause says, one sentence.');
const carrying = {
  by: z
    .enum(CARRIERS)
    .describe(
      'Who shows it: `suite`; `run`, the evidence of the run itself; `import`, evidence that was made elsewhere.',
    ),
  kinds: z
    .array(z.string().min(1))
    .min(1)
    .describe(
      'The kinds of suites that may prove it; suites of other kinds may fail it. Any kind unless told.',
    ),
  whole: z.literal(true).describe('Nothing that ran under a shrunk load proves it, checks included.'),
};
const overrides = {
  by: carrying.by.optional(),
  kinds: carrying.kinds.optional(),
  whole: carrying.whole.optional(),
};

const NONE = 'there is none';
const isFilled = (record: object) => Object.keys(record).length > 0;

const name = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a name in kebab-case such as over-long');

export const requirementSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Z][A-Z0-9]{1,9}-\d{1,6}$/, 'a requirement id such as FUN-01 or SHOP-123')
      .describe('The code of its area and a number.'),
    sentence: z.string().min(1).describe('All that it demands.'),
    priority: z.enum(PRIORITIES).describe('What reports show first.'),
    targets: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('The products that it is about, as environments name them; any unless told.'),
    ...overrides,
    by: carrying.by.default('suite'),
    aspects: z
      .record(name, z.union([says, z.strictObject({ says, ...overrides })]))
      .refine(isFilled, NONE)
      .optional()
      .describe('Its clauses by name: a sentence, or one with what differs from the requirement.'),
    axes: z
      .record(name, z.record(name, says).refine(isFilled, NONE))
      .refine(isFilled, NONE)
      .optional()
      .describe('Instead of aspects: several lists, of which each combination is an aspect.'),
  })
  .refine(
    ({ by, aspects, axes }) => by !== 'suite' || aspects !== undefined || axes !== undefined,
    'has neither aspects nor axes: suites prove aspects',
  )
  .refine(
    ({ aspects, axes }) => aspects === undefined || axes === undefined,
    'has aspects and axes; give one of them',
  );

/** A file of the catalogue: `fun.json`. */
export const areaSchema = z
  .strictObject({
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9]{1,9}$/, 'capital letters such as FUN, or SHOP')
      .describe('What the ids of its requirements begin with.'),
    title: z.string().min(1).describe('Its name for people.'),
    requirements: z.array(requirementSchema).min(1).describe('In the order of their ids.'),
  })
  .superRefine(({ code, requirements }, context) => {
    const seen = new Set<string>();
    for (const { id } of requirements) {
      const say = (message: string) => context.addIssue({ code: 'custom', message: `${id}: ${message}` });
      if (!id.startsWith(`${code}-`)) say(`does not belong to area ${code}`);
      if (seen.has(id)) say('is there twice');
      seen.add(id);
    }
  });
export type AreaFile = z.infer<typeof areaSchema>;
type RequirementEntry = z.infer<typeof requirementSchema>;

/** The catalogue that files of areas make up. */
export function requirementsFrom(files: readonly AreaFile[]): Requirements {
  return {
    areas: files.map(({ code, title }) => ({ code, title })),
    requirements: files.flatMap(({ code, requirements }) =>
      requirements.map((one) => ({
        id: one.id,
        area: code,
        sentence: one.sentence,
        priority: one.priority,
        ...(one.targets && { targets: one.targets }),
        aspects: aspectsOf(one),
      })),
    ),
  };
}

function aspectsOf(entry: RequirementEntry): readonly Aspect[] {
  const { id, sentence, by, kinds, whole, aspects, axes } = entry;
  const own = { by, ...(kinds && { kinds }), ...(whole && { whole }) };
  if (axes !== undefined)
    return combinations(Object.values(axes)).map(({ names, said }) => ({
      reference: [id, ...names].join('/'),
      says: said.join(', '),
      ...own,
    }));
  const named = Object.entries(aspects ?? {});
  if (named.length === 0) return [{ reference: id, says: sentence, ...own }];
  return named.map(([aspect, one]) => {
    const { by: other, ...rest } = typeof one === 'string' ? { says: one } : { ...one };
    return { reference: `${id}/${aspect}`, ...own, ...(other && { by: other }), ...rest };
  });
}

interface Combination {
  readonly names: readonly string[];
  readonly said: readonly string[];
}

/** One of each list, in the order of the lists. */
function combinations(axes: readonly Readonly<Record<string, string>>[]): readonly Combination[] {
  return axes.reduce<readonly Combination[]>(
    (all, axis) =>
      all.flatMap(({ names, said }) =>
        Object.entries(axis).map(([one, says]) => ({ names: [...names, one], said: [...said, says] })),
      ),
    [{ names: [], said: [] }],
  );
}
