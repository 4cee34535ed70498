import { z } from 'zod';
import { stageSchema } from './suite.ts';

/** The milestones that a product passes on its way to a release. */
export const PHASES = ['security', 'performance', 'integration', 'stabilisation'] as const;
export type Phase = (typeof PHASES)[number];

const shape = {
  required: z
    .array(z.string())
    .describe(
      'Suites that must have been planned. One that is still to be written may stand here: it is unknown.',
    ),
  mustProve: z
    .array(z.string())
    .describe(
      'Requirements that must be proven, each with all its aspects, or single aspects: `FUN-09/5xx`.',
    ),
  flakes: z.number().int().min(0).describe('How many checks may pass only at a further attempt.'),
  quarantine: z
    .strictObject({
      checks: z.number().int().min(0).describe('How many checks of the project may be in it at a time.'),
      days: z.number().positive().describe('How long each may stay: from `created` to `expires`.'),
    })
    .optional()
    .describe(
      'How many waivers may be `flaky`, and for how long: 5 checks for 30 days unless told. More, or longer, fail.',
    ),
  kinds: z
    .array(z.string())
    .optional()
    .describe('Kinds of which at least one suite must have been planned and given an answer.'),
  notWorse: z
    .array(z.string())
    .optional()
    .describe('Load suites that must not be worse than their baseline; without one they are unknown.'),
  fresh: z
    .array(
      z.strictObject({
        stage: stageSchema.describe('Of which stage.'),
        days: z.number().positive().describe('How long ago it may have ended.'),
      }),
    )
    .optional()
    .describe(
      'Whole runs that must have passed lately: in this environment, of this version of the target, which somebody has to say: `TARGET_VERSION`.',
    ),
  days: z
    .number()
    .positive()
    .optional()
    .describe(
      'How long ago a run may have ended that `gate` judges together with others, where `fresh` says nothing of its stage; 1 unless told.',
    ),
  imports: z
    .record(z.string(), z.number().positive())
    .optional()
    .describe(
      'How long ago imported evidence may have been made, in days, by what it was imported as: `pentest`; `days` of what is not listed.',
    ),
  missing: z
    .enum(['unknown', 'not-applicable'])
    .optional()
    .describe(
      'What a suite is that needs what the environment does not have, or does more than it lets suites do: `unknown` unless told. `not-applicable` leaves it out, with the reason, also where it is `required`.',
    ),
  rehearsal: z
    .boolean()
    .optional()
    .describe('The verdict is that of a rehearsal, whatever it says: nobody may release on it.'),
};

/** What a gate demands beyond "everything that was planned passed". */
export const policySchema = z.strictObject({
  ...shape,
  required: shape.required.default([]),
  mustProve: shape.mustProve.default([]),
  flakes: shape.flakes.default(0),
});
export type Policy = z.infer<typeof policySchema>;

/** How many checks may be in quarantine, and for how many days. */
export function quarantineIn({ quarantine }: Pick<Policy, 'quarantine'>): NonNullable<Policy['quarantine']> {
  return quarantine ?? { checks: 5, days: 30 };
}

/** What takes the place of a policy's fields where it differs. */
const changesSchema = z.strictObject(shape).partial();
export type PolicyChanges = z.infer<typeof changesSchema>;

/** The policy of a stage, and where it differs. */
export const stagePolicySchema = policySchema.extend({
  environments: z
    .record(z.string(), changesSchema)
    .optional()
    .describe('What takes the place of these fields in an environment, by its name.'),
  phases: z
    .partialRecord(z.enum(PHASES), changesSchema)
    .optional()
    .describe('The same for a run of a milestone, `--phase`; its fields win over those of the environment.'),
});
export type StagePolicy = z.infer<typeof stagePolicySchema>;

/** The policy as it is for one environment and milestone. */
export function policyIn(
  { environments, phases, ...policy }: StagePolicy,
  environment: string,
  phase: Phase | undefined,
): Policy {
  const changes = { ...environments?.[environment], ...(phase && phases?.[phase]) };
  return policySchema.parse({ ...policy, ...changes });
}

/**
 * All that several policies demand, each thing as strictly as the strictest: so that a run is held to what it was planned under,
 * whatever the first of them, today's, asks.
 */
export function strictest([first, ...others]: readonly [Policy, ...Policy[]]): Policy {
  const all = [first, ...others];
  const union = (of: (policy: Policy) => readonly string[] | undefined) => [
    ...new Set(all.flatMap((policy) => of(policy) ?? [])),
  ];
  const fresh = Map.groupBy(
    all.flatMap((policy) => policy.fresh ?? []),
    ({ stage }) => stage,
  );
  const quarantines = all.map((policy) => quarantineIn(policy));
  const days = all.flatMap((policy) => policy.days ?? []);
  const imports = all.flatMap((policy) => Object.entries(policy.imports ?? {}));
  const shortest = [...Map.groupBy(imports, ([as]) => as)].map(
    ([as, asked]) => [as, Math.min(...asked.map(([, one]) => one))] as const,
  );
  return {
    ...first,
    required: union(({ required }) => required),
    mustProve: union(({ mustProve }) => mustProve),
    flakes: Math.min(...all.map(({ flakes }) => flakes)),
    ...(all.some(({ quarantine }) => quarantine !== undefined) && {
      quarantine: {
        checks: Math.min(...quarantines.map(({ checks }) => checks)),
        days: Math.min(...quarantines.map((one) => one.days)),
      },
    }),
    kinds: union(({ kinds }) => kinds),
    notWorse: union(({ notWorse }) => notWorse),
    fresh: [...fresh].map(([stage, asked]) => ({ stage, days: Math.min(...asked.map((one) => one.days)) })),
    ...(days.length > 0 && { days: Math.min(...days) }),
    ...(shortest.length > 0 && { imports: Object.fromEntries(shortest) }),
    rehearsal: all.some(({ rehearsal }) => rehearsal === true),
  };
}

/** The last whole run of a stage that a policy asks for, as it was when this run was planned. */
export const freshRunSchema = z.strictObject({
  stage: stageSchema,
  run: z.string(),
  verdict: z.string(),
  /** How long before this run it had ended. */
  daysAgo: z.number(),
  /** Of the target that it tested. */
  version: z.string().optional(),
  /** Its evidence digest. */
  digest: z.string(),
});
export type FreshRun = z.infer<typeof freshRunSchema>;
