import { z } from 'zod';
import type { Definable } from './discover.ts';
import { scaleSchema } from './load-settings.ts';
import { REFERENCE, REFERENCE_SAID } from './reference.ts';
import type { Kind } from './suite.ts';

/** What an environment may allow beside kinds of suites. */
export const FURTHER_PERMISSIONS = ['active-scan', 'process-faults', 'network-faults'] as const;
export type FurtherPermission = (typeof FURTHER_PERMISSIONS)[number];

/** A credential or URL by reference: the name of the environment variable that holds it. */
const reference = z
  .strictObject({ variable: z.string().regex(/^[A-Z][A-Z0-9_]*$/) })
  .meta({ title: '`{ variable }`' });
export type Reference = z.infer<typeof reference>;

/** Whether a URL holds a user name or a password: it would stand in evidence, in reports and in tools' command lines. */
export function hasCredentials(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.username + parsed.password !== '';
}

/** What to do about it. */
export const CREDENTIALS_ELSEWHERE =
  'holds credentials, which every report would show; leave them out of the URL; log in with `accounts`, or name their variables under `secrets`';

const url = z.union([
  z.url().refine((value) => !hasCredentials(value), { error: CREDENTIALS_ELSEWHERE }),
  reference,
]);

/** A Prometheus endpoint of one part of a system that already runs; see `MetricsEndpoint`. */
const scrapeSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'a kebab-case name such as "api"')
    .refine((name) => name !== 'generator', '"generator" is what makes the load')
    .describe('The part: what its gauges are called by, `api` for `api.cpu_ratio`.'),
  url: url.describe('What answers there is Prometheus text.'),
  token: reference.optional().describe('Sent as a bearer token.'),
  cores: z.number().positive().optional().describe('How many cores the part may use; 1 unless told.'),
  memoryLimitMb: z
    .number()
    .positive()
    .optional()
    .describe('How much memory the part may use, in MB (10^6 bytes). Without it there is no `memory_ratio`.'),
});

/** Where we test: the default export of a `*.environment.ts`. Secrets are references, never values. */
export const environmentSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'a kebab-case name')
    .describe('What `--env` calls it.'),
  title: z.string().min(1).describe('One sentence for people.'),
  owner: z.string().min(1).describe('The team or person responsible.'),
  target: z
    .string()
    .describe('The name of a `*.target.ts`: how the system under test is reached or started.'),
  allows: z.array(z.string()),
  urls: z
    .record(z.string(), url)
    .default({})
    .describe(
      'URLs by role (web, api …) of a system that already runs; empty for a target that the harness starts.',
    ),
  tenant: z
    .string()
    .optional()
    .describe("The tenant that those accounts belong to; the environment's name unless told."),
  accounts: z
    .record(
      z.string(),
      z.strictObject({
        username: reference.describe('The variable that holds the user name.'),
        password: reference.describe('The variable that holds the password.'),
      }),
    )
    .default({})
    .describe('Accounts by role (user, admin …) for a system that already runs.'),
  scrape: z
    .array(scrapeSchema)
    .default([])
    .describe('Where load suites read CPU, memory, queues and pools of a system that already runs.'),
  ingest: z
    .strictObject({
      url: url.describe('Where to.'),
      token: reference.describe('The variable that holds the bearer token.'),
    })
    .optional()
    .describe('Where the results of load suites are sent to as well: `POST` with a bearer token.'),
  secrets: z
    .array(reference)
    .default([])
    .describe('Further variables whose values must never reach evidence.'),
  thresholds: z
    .record(z.string(), z.number())
    .default({})
    .describe('Named limits that suites refer to, such as `api.p95`.'),
  loadScale: z
    .record(z.string(), scaleSchema)
    .default({})
    .describe('By profile: how far its load is shrunk (or grown) here, unless a run says otherwise.'),
  notApplicable: z
    .record(z.string().regex(REFERENCE, REFERENCE_SAID), z.string().trim().min(1))
    .default({})
    .describe('By requirement or aspect (`FUN-09/5xx`): why there is nothing to prove of it here.'),
});
export type Environment = z.infer<typeof environmentSchema>;

/** What an environment may be where there are these kinds of suites. */
export function environmentsAmong(kinds: readonly Kind[]): Definable<Environment> {
  const allows = z
    .array(z.enum([...kinds, ...FURTHER_PERMISSIONS]))
    .describe(
      'Kinds of suites, and what needs a permission of its own; whatever is not listed is refused before anything starts.',
    );
  return { what: 'environment', within: ['fixtures'], schema: environmentSchema.extend({ allows }) };
}

/** Types the default export of a `*.environment.ts`; discovery checks it. */
export function defineEnvironment(
  environment: z.input<typeof environmentSchema>,
): z.input<typeof environmentSchema> {
  return environment;
}

/** The variables that this environment reads, in order of first mention. */
export function variablesOf(environment: Environment): readonly string[] {
  const { urls, accounts, scrape, ingest, secrets } = environment;
  const mentioned = [
    ...Object.values(urls),
    ...Object.values(accounts).flatMap((account) => [account.username, account.password]),
    ...scrape.flatMap((one) => [one.url, one.token]),
    ingest?.url,
    ingest?.token,
    ...secrets,
  ];
  const references = mentioned.filter((one) => one !== undefined && typeof one !== 'string');
  return [...new Set(references.map((one) => one.variable))];
}
