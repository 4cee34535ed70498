import { z } from 'zod';
import { riskSchema, rollbackPlanSchema } from '../../kernel/risk.ts';
import { PHASES } from '../../kernel/policy.ts';
import { ASPECT_STATES } from '../../kernel/requirement-states.ts';
import { VERDICTS } from '../../kernel/verdict.ts';
import { waiverSchema } from '../../kernel/waiver.ts';

const reasonSchema = z.object({
  verdict: z.enum(VERDICTS),
  run: z.string().exactOptional(),
  suite: z.string().exactOptional(),
  what: z.string(),
  expected: z.string().exactOptional(),
  observed: z.string().exactOptional(),
  check: z.string().exactOptional(),
  waivable: z.array(z.string()).exactOptional(),
  proves: z.array(z.string()),
  fix: z.string().exactOptional(),
});

const runSchema = z.object({
  id: z.string(),
  /** Its evidence digest. */
  digest: z.string(),
  stage: z.string().optional(),
  whole: z.boolean(),
  /** Of what was made elsewhere: as what it was imported. */
  imported: z.string().optional(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  suites: z.number(),
  checks: z.number(),
});
export type DossierRun = z.infer<typeof runSchema>;

const aspectSchema = z.object({
  reference: z.string(),
  says: z.string(),
  state: z.enum(ASPECT_STATES),
  demanded: z.boolean(),
  /** The runs that say so. */
  runs: z.array(z.string()),
  suites: z.array(z.string()),
  why: z.string().optional(),
});
export type DossierAspect = z.infer<typeof aspectSchema>;

const domainSchema = z.object({
  id: z.string(),
  title: z.string(),
  asks: z.string(),
  requirements: z.array(
    z.object({
      id: z.string(),
      sentence: z.string(),
      priority: z.string(),
      aspects: z.array(aspectSchema),
    }),
  ),
});
export type DossierDomain = z.infer<typeof domainSchema>;

/** What this gate was seen to catch. */
const detectionSchema = z.object({
  id: z.string(),
  endedAt: z.string(),
  digest: z.string(),
  says: z.string(),
  verdict: z.enum(VERDICTS),
  areas: z.array(z.object({ area: z.string(), defects: z.number(), caught: z.number() })),
});
export type DossierDetection = z.infer<typeof detectionSchema>;

const limitSchema = z.object({
  suite: z.string(),
  metric: z.string(),
  op: z.string(),
  limit: z.number(),
  unit: z.string(),
});
export type DossierLimit = z.infer<typeof limitSchema>;

const findingSchema = z.object({
  suite: z.string(),
  fingerprint: z.string(),
  title: z.string(),
  severity: z.number(),
});
export type DossierFinding = z.infer<typeof findingSchema>;

/** What the next dossier is compared with, beside what this one says anyway. */
const keptSchema = z.object({
  /** By suite: the checks that ran. */
  checks: z.record(z.string(), z.array(z.string())),
  findings: z.array(findingSchema),
  limits: z.array(limitSchema),
  policy: z.record(z.string(), z.unknown()),
});

const commitSchema = z.object({ commit: z.string(), by: z.string(), says: z.string() });

/** What is other than at the last Go of the same target in the same environment. */
const sinceSchema = z.object({
  /** The Go. */
  go: z.object({
    name: z.string(),
    digest: z.string(),
    at: z.string(),
    version: z.string(),
    commit: z.string().optional(),
  }),
  /** Absent where this checkout does not have both commits. */
  commits: z
    .object({
      total: z.number(),
      /** Commits of that Go that this release does not have. */
      takenBack: z.number(),
      /** The newest of them. */
      newest: z.array(commitSchema),
    })
    .optional(),
  suites: z.array(
    z.object({
      name: z.string(),
      before: z.enum(VERDICTS).optional(),
      after: z.enum(VERDICTS).optional(),
    }),
  ),
  /** Absent, like findings, limits and policy, where that Go was made before they were kept. */
  checks: z
    .object({
      gone: z.array(z.object({ suite: z.string(), check: z.string() })),
      added: z.array(z.object({ suite: z.string(), check: z.string() })),
    })
    .optional(),
  findings: z.object({ added: z.array(findingSchema), fixed: z.array(findingSchema) }).optional(),
  limits: z.array(z.object({ before: limitSchema.optional(), after: limitSchema.optional() })).optional(),
  /** Fields of the policy, in words. */
  policy: z
    .array(z.object({ field: z.string(), gone: z.array(z.string()), added: z.array(z.string()) }))
    .optional(),
  aspects: z.object({
    lost: z.array(z.string()),
    gained: z.array(z.string()),
    /** Demanded then, and no more. */
    released: z.array(z.string()),
  }),
  waivers: z.object({ added: z.array(z.string()), gone: z.array(z.string()) }),
  detection: z.object({ before: z.string().optional(), after: z.string().optional() }),
  /** What this release is held to less than that one, or shows less: what an approver should ask about. */
  weaker: z.array(z.string()),
});
export type DossierSince = z.infer<typeof sinceSchema>;
export type DossierCommits = NonNullable<DossierSince['commits']>;

export const DOSSIER_FILE = 'go-no-go.json';

/** `go-no-go.json`: all that a Go is decided on, and what approvals are signed over: its every byte. */
export const dossierSchema = z.object({
  format: z.literal('harness-go-no-go/1'),
  /** When it was judged. */
  at: z.string(),
  stage: z.string(),
  environment: z.object({ name: z.string(), title: z.string() }),
  phase: z.enum(PHASES).exactOptional(),
  target: z.object({ name: z.string(), version: z.string(), commit: z.string().optional() }),
  /** Of the checkout that the suites were of. */
  commit: z.string().optional(),
  /** Who made the commit, and all since the last Go: they do not approve. Empty where nobody knows. */
  authors: z.array(z.string()),
  /** Absent where there was no Go before. */
  since: sinceSchema.exactOptional(),
  kept: keptSchema.exactOptional(),
  /** The gate's, and of what the dossier itself lacks. Of people nothing is in it. */
  verdict: z.enum(VERDICTS),
  rehearsal: z.boolean(),
  reasons: z.array(reasonSchema),
  runs: z.array(runSchema).min(1),
  suites: z.array(z.object({ name: z.string(), verdict: z.enum(VERDICTS), run: z.string() })),
  domains: z.array(domainSchema),
  rollback: rollbackPlanSchema.optional(),
  risks: z.array(riskSchema).optional(),
  waivers: z.array(waiverSchema),
  detection: detectionSchema.optional(),
  /** What it takes to be a Go. */
  rule: z.object({ approvals: z.number(), days: z.number() }),
  /** SHA-256 of each thing that it stands on, as JSON; of the runs, their evidence digests. */
  digests: z.object({
    policy: z.string(),
    waivers: z.string(),
    risks: z.string(),
    /** `none` where none was made of this commit. */
    detection: z.string(),
    approvers: z.string(),
  }),
});
export type Dossier = z.infer<typeof dossierSchema>;
