import { z } from 'zod';
import { fileOption } from '../../observability/file-option.ts';

export const optionsSchema = z.strictObject({
  folder: fileOption.describe('Where the files lie, relative to the `source` of the environment.'),
  config: fileOption.default('prometheus.yml').describe("Prometheus' own configuration."),
  rules: fileOption.default('alerts.yml').describe('The file of alert rules.'),
  tests: fileOption.default('alerts.test.yml').describe('Their unit tests, as promtool runs them.'),
  alerts: z
    .record(
      z.string().min(1),
      z.strictObject({
        when: z
          .string()
          .regex(/^(>=?|<=?|[=!]=) \S+$/)
          .describe('What its value is where something is wrong, by comparison and number: `> 0.01`.'),
        for: z.string().default('0s').describe('For how long, as Prometheus writes it.'),
        over: z.string().default('0s').describe('How far its expression looks back.'),
        severity: z.string().min(1).describe('The label `severity` that it must have.'),
        proves: z.array(z.string()).default([]).describe('The aspects of requirements that its tests show.'),
      }),
    )
    .describe('All alerts that must be there, by name, and what each must be whatever the files say.'),
});
export type PromtoolOptions = z.infer<typeof optionsSchema>;
