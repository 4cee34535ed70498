import { z } from 'zod';
import { VERDICTS } from '../../kernel/verdict.ts';

/** What became of a planted defect, or of one suite that claims it. */
export const OUTCOMES = [
  'caught',
  'caught elsewhere',
  'missed',
  'unknown',
  'no suite yet',
  'not tried yet',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a suite saw, in its own words. */
const sightSchema = z.object({
  /** A check's id, or a limit as people read it. */
  what: z.string(),
  expected: z.string().optional(),
  observed: z.string().optional(),
  /** The requirements that it shares with the defect. */
  shares: z.array(z.string()),
});
export type Sight = z.infer<typeof sightSchema>;

export const cellSchema = z.object({
  suite: z.string(),
  outcome: z.enum(OUTCOMES),
  verdict: z.enum(VERDICTS).optional(),
  /** What failed: first what caught the defect, or else what failed beside it. */
  sights: z.array(sightSchema),
  /** Why there is no telling. */
  reason: z.string().optional(),
  /** From the suite's start to its first failing check that shares a requirement; for a limit, to its end. */
  timeToCatchMs: z.number().optional(),
});
export type Cell = z.infer<typeof cellSchema>;

const cleanSuiteSchema = z.object({
  name: z.string(),
  verdict: z.enum(VERDICTS),
  /** What failed though nothing was wrong, or why there is no telling. */
  problems: z.array(z.string()),
  /** The checks and limits among them that failed, as a sight names them. */
  failed: z.array(z.string()),
});

export const cleanRunSchema = z.object({
  run: z.string(),
  durationMs: z.number(),
  suites: z.array(cleanSuiteSchema),
});
export type CleanRun = z.infer<typeof cleanRunSchema>;

const defectSchema = z.object({
  id: z.string(),
  title: z.string(),
  area: z.string(),
  part: z.string(),
  breaks: z.array(z.string()),
  outcome: z.enum(OUTCOMES),
  cells: z.array(cellSchema),
  run: z.string().optional(),
  durationMs: z.number().optional(),
});
export type DetectedDefect = z.infer<typeof defectSchema>;

/** `detect.json`: every planted defect, who noticed it, and what failed with none planted. Whole also when cut short. */
export const detectionSchema = z.object({
  id: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  environment: z.string(),
  target: z.string(),
  git: z.object({ branch: z.string(), commit: z.string(), dirty: z.boolean() }).optional(),
  /** SHA-256 over all sources: the same code, whatever its commit. */
  tree: z.string(),
  /** Everything that was asked for was done, whatever came of it. */
  complete: z.boolean(),
  /** Every defect of the catalogue was asked for, and at least one clean run, of code that nobody changed meanwhile. */
  whole: z.boolean(),
  defects: z.array(defectSchema),
  clean: z.object({ asked: z.number(), runs: z.array(cleanRunSchema) }),
  /** How long the runs with a defect took together, and those without: pauses and repeated runs of other code are in neither. */
  tookMs: z.object({ planted: z.number(), clean: z.number() }),
  verdict: z.enum(VERDICTS),
});
export type Detection = z.infer<typeof detectionSchema>;

/** The name of the file in `reports/detect/<id>/`. */
export const DETECTION_FILE = 'detect.json';
