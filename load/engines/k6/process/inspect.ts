import { z } from 'zod';
import { SuiteError, messageOf } from '../../../../kernel/errors.ts';

const duration = z.union([z.string(), z.number()]).nullish();
export const scenarioSchema = z.looseObject({
  executor: z.string(),
  rate: z.number().nullish(),
  startRate: z.number().nullish(),
  timeUnit: duration,
  duration,
  startTime: duration,
  vus: z.number().nullish(),
  startVUs: z.number().nullish(),
  preAllocatedVUs: z.number().nullish(),
  maxVUs: z.number().nullish(),
  stages: z.array(z.looseObject({ duration, target: z.number() })).nullish(),
});
export type Scenario = z.infer<typeof scenarioSchema>;

const scriptThresholdSchema = z.union([
  z.string().transform((threshold) => ({ threshold, abortOnFail: false, delayAbortEval: undefined })),
  z.looseObject({
    threshold: z.string(),
    abortOnFail: z
      .boolean()
      .nullish()
      .transform((value) => value ?? false),
    delayAbortEval: duration,
  }),
]);

export const inspectionSchema = z.looseObject({
  thresholds: z
    .record(z.string(), z.array(scriptThresholdSchema))
    .nullish()
    .transform((value) => value ?? {}),
  scenarios: z
    .record(z.string(), scenarioSchema)
    .nullish()
    .transform((value) => value ?? {}),
  systemTags: z.array(z.string()).nullish(),
  blacklistIPs: z.array(z.string()).nullish(),
  blockHostnames: z.array(z.string()).nullish(),
});
/** What a script's options declare. */
export type Inspection = z.infer<typeof inspectionSchema>;

/** Reads what `k6 inspect` printed. */
export function parseInspection(stdout: string): Inspection {
  try {
    return inspectionSchema.parse(JSON.parse(stdout));
  } catch (error) {
    throw new SuiteError({
      what: `k6 inspect printed options that are not understood: ${messageOf(error)}.`,
      fix: 'run `k6 inspect` on the script and look.',
    });
  }
}
