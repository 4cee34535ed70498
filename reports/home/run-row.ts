import { z } from 'zod';
import { VERDICTS, worst, type Verdict } from '../../kernel/verdict.ts';

/** How a run stands. Only of one that is `sealed` its verdict counts. */
export const STATES = ['sealed', 'going on', 'not sealed', 'changed', 'elsewhere', 'gone'] as const;
export type RunState = (typeof STATES)[number];

const p95Schema = z.object({ suite: z.string(), ms: z.number(), limit: z.number().optional() });

/** A run in one line, as the index of all runs keeps it. */
export const runRowSchema = z.object({
  id: z.string(),
  state: z.enum(STATES),
  /** Why it does not count. */
  why: z.string().optional(),
  /** What it says of itself; absent while it goes on. */
  says: z.enum(VERDICTS).optional(),
  started: z.string(),
  environment: z.string().optional(),
  stage: z.string().optional(),
  /** All suites of that stage. */
  whole: z.boolean(),
  phase: z.string().optional(),
  rehearsal: z.boolean(),
  branch: z.string().optional(),
  commit: z.string().optional(),
  dirty: z.boolean(),
  version: z.string().optional(),
  /** As what it was imported: it only keeps what was made elsewhere. */
  imported: z.string().optional(),
  /** The detection that it belongs to: no part of any history. */
  detection: z.string().optional(),
  durationMs: z.number().optional(),
  sentence: z.string().optional(),
  /** The evidence digest as it was first seen. */
  digest: z.string().optional(),
  reported: z.boolean(),
  /** Of the load suites. */
  p95: z.array(p95Schema),
  /** Open findings of suites that looked to their end; absent where none did. */
  findings: z
    .object({ critical: z.number(), high: z.number(), medium: z.number(), low: z.number() })
    .optional(),
  /** Checks that passed only at a further attempt; absent where no report tells. */
  flaky: z.number().optional(),
  requirements: z.object({ proven: z.number(), applicable: z.number() }).optional(),
  aspects: z.object({ proven: z.number(), applicable: z.number() }).optional(),
});
export type RunRow = z.infer<typeof runRowSchema>;

/** What a run counts as: whatever does not count is never better than unknown. Undefined while it goes on. */
export function verdictOf({ state, says }: Pick<RunRow, 'state' | 'says'>): Verdict | undefined {
  if (state === 'going on') return undefined;
  return state === 'sealed' ? (says ?? 'unknown') : worst([says ?? 'unknown', 'unknown']);
}

/** Runs that may be compared: of the same environment, stage and extent. Undefined of one that has no stage of its own. */
export function groupOf({ environment, stage, whole, imported, detection }: RunRow): string | undefined {
  if (stage === undefined || !whole || imported !== undefined || detection !== undefined) return undefined;
  return `${stage} on ${environment ?? 'an unknown environment'}`;
}
