import { z } from 'zod';
import type { Definable } from './discover.ts';
import { EFFECTS, FURTHER_PERMISSIONS, OFFERS } from './permission.ts';
import { REFERENCE, REFERENCE_SAID } from './reference.ts';

/** The stages that there are without a word; a project has those besides that its harness.config.ts has a policy for. */
export const STAGES: readonly string[] = ['smoke', 'pr', 'main', 'nightly', 'release', 'soak', 'verify'];
export type Stage = string;
export const stageSchema = z.string().regex(/^[a-z][a-z0-9-]*$/, 'a stage in kebab-case such as nightly');

const requirement = z.string().regex(REFERENCE, REFERENCE_SAID);

/** A limit on one metric. Data, so that evidence carries it and it can be judged again years later. */
const thresholdShape = {
  metric: z.string().min(1).describe('One that the engine declares, or that `options.metrics` lists.'),
  op: z.enum(['<=', '>=', '==', '<', '>']).describe('How the metric has to be to the limit.'),
  unit: z.string().describe('What the limit is in, for people: `ms`, `ratio`.'),
  minSamples: z.number().int().min(1).describe('Fewer samples than this and the threshold is `unknown`.'),
  proves: z
    .array(requirement)
    .optional()
    .describe(
      "Those of the suite's `proves` that this limit proves; all of them unless told, none for a condition of the suite itself.",
    ),
};
const thresholdSchema = z.strictObject({
  ...thresholdShape,
  limit: z
    .union([
      z.number(),
      z.strictObject({ environment: z.string().describe("The name among the environment's thresholds.") }),
    ])
    .describe("A number in `unit`, or the name of one of the environment's thresholds."),
});
const resolvedThresholdSchema = z.strictObject({ ...thresholdShape, limit: z.number() });
export type Threshold = z.infer<typeof thresholdSchema>;
export type ResolvedThreshold = z.infer<typeof resolvedThresholdSchema>;

/** The folder that a `<kind>.kind.ts` lies in; there may be any. */
export type Kind = string;
/** `e2e/login`. */
export type SuiteName = `${string}/${string}`;

const suiteShape = {
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*\/[a-z0-9][a-z0-9.-]*$/, '<kind>/<name>, both in kebab-case')
    .transform((name) => name as SuiteName)
    .describe('`<kind>/<kebab-name>`, unique in the repository. Which kinds there are, discovery knows.'),
  title: z.string().min(1).describe('One sentence for the reviewer: what this suite shows.'),
  owner: z.string().min(1).describe('The team or person responsible.'),
  engine: z.string().min(1).describe('The name of the engine that drives the tool.'),
  stages: z
    .array(stageSchema)
    .describe(
      'The stages that it belongs to, of those that there are without a word and those that harness.config.ts has a policy for; with none it is run by name only.',
    ),
  tags: z.array(z.string()).default([]).describe('For `--tag`.'),
  effect: z
    .enum(EFFECTS)
    .default('disturbs')
    .describe(
      'What it does where it runs: `reads` leaves nothing but the session of a sign-in, `writes` leaves something behind or uses something up (an audit line, a locked account), `disturbs` is felt by others (load, faults). The worst unless told.',
    ),
  needs: z
    .array(z.enum(OFFERS))
    .default([])
    .describe(
      'What it needs of the environment beside URLs and accounts. Where that is missing it is not run and `unknown`, as `plan` says.',
    ),
  targets: z
    .array(z.string())
    .optional()
    .describe('The products that it tests, by the `product` of an environment; any unless told.'),
  permissions: z
    .array(z.enum(FURTHER_PERMISSIONS))
    .default([])
    .describe(
      'What the environment must allow beside its kind and what its engine asks for: `active-scan` for files that attack.',
    ),
  proves: z
    .array(requirement)
    .default([])
    .describe(
      'Requirements, or aspects of them (`FUN-09/5xx`), that its thresholds prove: each all of them, unless it says which. Tests carry their own.',
    ),
  timeoutMs: z
    .number()
    .int()
    .positive()
    .describe("The tool's whole process tree is killed after this long, and the suite is `unknown`."),
  weight: z
    .enum(['light', 'heavy', 'alone'])
    .describe(
      'What may run beside it: `light` anything light, `heavy` no other heavy one, `alone` nothing, and it runs last.',
    ),
  expects: z
    .strictObject({ checks: z.number().int().min(0).describe('How many checks really run.') })
    .describe('Fewer executed checks than this: `unknown`.'),
  options: z
    .unknown()
    .describe("Belongs to the engine, which parses it. Paths in it are relative to the suite's folder."),
};

/** What to prove, as data: the default export of a `*.suite.ts`. */
export const suiteSchema = z.strictObject({
  ...suiteShape,
  thresholds: z.array(thresholdSchema).default([]).describe('Limits on what is measured.'),
});
/** A suite whose limits are numbers: what is planned, run, journalled and judged. */
export const resolvedSuiteSchema = z.strictObject({
  ...suiteShape,
  thresholds: z.array(resolvedThresholdSchema),
});

export type Suite = z.infer<typeof suiteSchema>;
export type ResolvedSuite = z.infer<typeof resolvedSuiteSchema>;

export const SUITE: Definable<Suite> = {
  what: 'suite',
  within: ['<kind>'],
  ofHarness: [],
  schema: suiteSchema,
  several: true,
};

/** Types the default export of a `*.suite.ts`; discovery checks it, so that one error can list every problem. */
export function defineSuite(suite: z.input<typeof suiteSchema>): z.input<typeof suiteSchema> {
  return suite;
}

/** The same for a file that defines several, such as one for each row of a table. Each is a suite of its own in all that follows. */
export function defineSuites(
  suites: readonly z.input<typeof suiteSchema>[],
): readonly z.input<typeof suiteSchema>[] {
  return suites;
}

/** The kind is the first part of the name. */
export function kindOf(suiteName: string): Kind {
  return suiteName.split('/', 1)[0] ?? suiteName;
}
