import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { fileOption } from '../../observability/file-option.ts';

export const optionsSchema = z.strictObject({
  folder: fileOption.describe('Where the files lie, relative to the `source` of the environment.'),
  config: fileOption.default('prometheus.yml').describe("Prometheus' own configuration."),
  dashboards: fileOption
    .default('dashboards')
    .describe("The folder of Grafana's dashboards: each `.json` in it is one."),
  load: z
    .string()
    .describe('A Vitest file, relative to the suite, that causes whatever the panels show while it runs.'),
  vitest: z.string().describe('The configuration of Vitest that it runs with, relative to the suite.'),
  quietSeconds: z
    .number()
    .int()
    .min(5)
    .default(8)
    .describe('How long the target is watched before the load.'),
  panels: z
    .record(
      z.string().min(1),
      z.strictObject({
        by: z.string().describe('The label that its series are told apart by: `job`.'),
        of: z.array(z.string()).min(1).describe('The values of that label that must each be there.'),
        never: z
          .record(z.string(), z.string())
          .default({})
          .describe('Values of other labels that none of its series may have, as regular expressions.'),
        series: z.array(z.string()).min(1).describe('The series that it is made of, and no others.'),
        unit: z.string().describe('In what it shows its values, as Grafana calls it.'),
        proves: z.array(z.string()).default([]).describe('The aspects of requirements that it shows.'),
      }),
    )
    .describe('All panels there are, by their titles.'),
});

export type DashboardOptions = z.infer<typeof optionsSchema>;

export function parseOptions(options: unknown, folder: string): DashboardOptions {
  const parsed = optionsSchema.parse(options);
  const from = (path: string) => (isAbsolute(path) ? path : join(folder, path));
  return { ...parsed, load: from(parsed.load), vitest: from(parsed.vitest) };
}
