import { z } from 'zod';

const file = z.string().regex(/^(?!\/)(?!.*\.\.)/, 'a path inside of the folder');

export const optionsSchema = z.strictObject({
  folder: file.describe('Where the files lie, relative to the `source` of the environment.'),
  config: file.default('prometheus.yml').describe("Prometheus' own configuration."),
  rules: file.default('alerts.yml').describe('The file of alert rules.'),
  tests: file.default('alerts.test.yml').describe('Their unit tests, as promtool runs them.'),
  alerts: z
    .record(z.string().min(1), z.array(z.string()))
    .describe(
      'The alerts that must be there by name, each with the aspects of requirements that its tests show.',
    ),
});
export type PromtoolOptions = z.infer<typeof optionsSchema>;
