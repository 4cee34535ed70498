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
  /** Who made the commit: they do not approve. Empty where nobody knows. */
  authors: z.array(z.string()),
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
