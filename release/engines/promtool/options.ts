import { z } from 'zod';
import { fileOption } from '../../observability/file-option.ts';

export const optionsSchema = z.strictObject({
  folder: fileOption.describe('Where the files lie, relative to the `source` of the environment.'),
  config: fileOption.default('prometheus.yml').describe("Prometheus' own configuration."),
  rules: fileOption.default('alerts.yml').describe('The file of alert rules.'),
  tests: fileOption.default('alerts.test.yml').describe('Their unit tests, as promtool runs them.'),
  alerts: z
    .record(z.string().min(1), z.array(z.string()))
    .describe(
      'The alerts that must be there by name, each with the aspects of requirements that its tests show.',
    ),
});
export type PromtoolOptions = z.infer<typeof optionsSchema>;
