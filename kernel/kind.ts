import { z } from 'zod';
import type { Definable } from './discover.ts';
import type { Kind } from './suite.ts';

/**
 * What reports show of a suite beside what they show of all: how many checks passed, what the browser left of failures, load
 * over time, the phases of an experiment, or findings.
 */
const VIEWS = ['checks', 'browser', 'load', 'experiment', 'findings'] as const;
export type View = (typeof VIEWS)[number];

const kindSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'a kebab-case name')
    .describe("Its folder's."),
  title: z.string().min(1).describe('What reports call it: `End to end`.'),
  order: z.number().describe('Reports show kinds by this, the lowest first; those of one number by name.'),
  view: z
    .enum(VIEWS)
    .default('checks')
    .describe('What reports show of its suites beside what they show of all.'),
  engines: z
    .array(z.string())
    .optional()
    .describe(
      'Engines of other kinds that may run its suites too: `vitest`. Where they run, the environment must allow the first kind of that engine beside this one.',
    ),
});
/** A kind of suites: the default export of a `<kind>/<kind>.kind.ts`. */
export type KindDefinition = z.infer<typeof kindSchema>;

export const KIND: Definable<KindDefinition> = {
  what: 'kind',
  within: ['<kind>'],
  schema: kindSchema,
  calledLikeFile: true,
};

/** Types the default export of a `*.kind.ts`; discovery checks it. */
export function defineKind(kind: z.input<typeof kindSchema>): z.input<typeof kindSchema> {
  return kind;
}

/** Whether an engine may run suites of a kind: by its own word, or by that of the kind. */
export function mayRun(
  engine: { readonly name: string; readonly kinds: readonly Kind[] },
  kind: Kind,
  kinds: readonly KindDefinition[],
): boolean {
  const lent = kinds.find(({ name }) => name === kind)?.engines ?? [];
  return engine.kinds.includes(kind) || lent.includes(engine.name);
}

/** What reports must know of a kind. */
export type ShownKind = Omit<KindDefinition, 'order' | 'engines'>;

/** Kinds as reports show them; those of `named` that nothing defines any more, as in an old run, come last. */
export function inOrder(kinds: readonly KindDefinition[], named: Iterable<Kind>): readonly ShownKind[] {
  const known = [...kinds].sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
  const gone = [...new Set(named)].filter((name) => !kinds.some((kind) => kind.name === name)).sort();
  return [...known, ...gone.map((name) => ({ name, title: name, view: 'checks' as const }))];
}
