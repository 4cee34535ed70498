import { z } from 'zod';

const file = z.string().regex(/^(?!\/)(?!.*\.\.)/, 'a path inside of the folder');

export const optionsSchema = z.strictObject({
  folder: file.describe('Where the files lie, relative to the `source` of the environment.'),
  config: file.default('prometheus.yml').describe("Prometheus' own configuration."),
  dashboards: z.array(file).min(1).describe("Grafana's dashboards, as JSON."),
  shrink: z.number().min(1).default(30).describe('How many times shorter each duration in a query is.'),
  panels: z
    .record(z.string().min(1), z.array(z.string()))
    .describe('The panels that must be there by title, each with what it shows.'),
});
export type DashboardOptions = z.infer<typeof optionsSchema>;
