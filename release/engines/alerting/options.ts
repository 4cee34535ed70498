import { z } from 'zod';
import { fileOption } from '../../observability/file-option.ts';

export const CAUSES = ['slow-database', 'no-database', 'failing-deliveries', 'lost-sockets'] as const;
export type CauseName = (typeof CAUSES)[number];

export const optionsSchema = z.strictObject({
  folder: fileOption.describe('Where the files lie, relative to the `source` of the environment.'),
  config: fileOption.default('prometheus.yml').describe("Prometheus' own configuration."),
  rules: fileOption.default('alerts.yml').describe('The file of alert rules.'),
  alertmanager: fileOption.default('alertmanager.yml').describe('Who is told of what.'),
  shrink: z
    .number()
    .min(1)
    .default(30)
    .describe('How many times shorter each duration of these files is, down to a second.'),
  link: z.string().default('api-postgres').describe('The link that is slow, then cut.'),
  to: z
    .record(z.string(), z.array(z.enum(['chat', 'mail'])).min(1))
    .describe('By severity, who must be told.'),
  mail: z.string().describe('The address that mail must go to.'),
  alerts: z
    .array(
      z.strictObject({
        alert: z.string().min(1).describe('Its name.'),
        source: z.string().min(1).describe('The job that it is of.'),
        cause: z.enum(CAUSES).describe('What makes it fire.'),
        proves: z.array(z.string()).default([]).describe('What its firing shows.'),
      }),
    )
    .min(1)
    .describe('The alerts that are caused.'),
  untried: z.array(z.string()).default([]).describe('All other alerts that there are: they are not caused.'),
});
export type AlertingOptions = z.infer<typeof optionsSchema>;
