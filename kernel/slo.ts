import { z } from 'zod';
import { stageSchema } from './suite.ts';

const said = (what: string) => z.string().regex(/\S/, 'must not be blank').describe(what);

/** What is counted: each time it is good or bad. What gave no answer is bad: missing data spends the budget, too. */
const countedSchema = z
  .strictObject({
    requests: z
      .string()
      .optional()
      .describe(
        'Every sample of a metric that is a share of bad ones, such as `http_req_failed.rate`; a suite must have a limit on it.',
      ),
    limits: z
      .string()
      .optional()
      .describe('Every time a limit on this metric was judged: `http_req_duration.p95`.'),
    runs: stageSchema.optional().describe('Every whole run of this stage.'),
  })
  .refine(
    (of) => Object.values(of).filter((one) => one !== undefined).length === 1,
    'one of requests, limits and runs',
  );

/** A service level objective: which share of something is to be good, over some days. */
export const objectiveSchema = z.strictObject({
  id: said('What it is called by: `api-errors`.'),
  title: said('What is promised, one sentence.'),
  of: countedSchema.describe('What is counted.'),
  objective: z.number().gt(0).lt(1).describe('Which share of it is to be good: 0.99.'),
  days: z.number().positive().default(28).describe('Over how many days until the end of the report.'),
  environment: z.string().optional().describe('Only runs there; all of them unless told.'),
  owner: said('Whom to ask.'),
});
export type Objective = z.infer<typeof objectiveSchema>;

/** slos.json. */
export const slosSchema = z.strictObject({
  objectives: z
    .array(objectiveSchema)
    .default([])
    .describe('What is promised; of each the report tells how much of its error budget is left.'),
  remediation: z
    .strictObject({
      critical: z.number().positive().optional().describe('CVSS 9 and more.'),
      high: z.number().positive().optional().describe('7 and more.'),
      medium: z.number().positive().optional().describe('4 and more.'),
      low: z.number().positive().optional().describe('Below.'),
    })
    .default({})
    .describe('In how many days a finding is to be gone, by how severe it is.'),
});
export type Slos = z.infer<typeof slosSchema>;
