import { z } from 'zod';
import type { Definable } from './discover.ts';
import { scaleSchema } from './load-settings.ts';
import type { Kind } from './suite.ts';

/** What an environment may allow beside kinds of suites. */
export const FURTHER_PERMISSIONS = ['active-scan', 'process-faults', 'network-faults'] as const;
export type FurtherPermission = (typeof FURTHER_PERMISSIONS)[number];

/** A credential or URL by reference: the name of the environment variable that holds it. */
const reference = z.strictObject({ variable: z.string().regex(/^[A-Z][A-Z0-9_]*$/) });
export type Reference = z.infer<typeof reference>;

const url = z.union([z.url(), reference]);

/** A Prometheus endpoint of one part of a system that already runs; see `MetricsEndpoint`. */
const scrapeSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'a kebab-case name such as "api"')
    .refine((name) => name !== 'generator', '"generator" is what makes the load'),
  url,
  token: reference.optional(),
  cores: z.number().positive().optional(),
  memoryLimitMb: z.number().positive().optional(),
});

/** Where we test: the default export of a `*.environment.ts`. Secrets are references, never values. */
export const environmentSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a kebab-case name'),
  title: z.string().min(1),
  owner: z.string().min(1),
  /** The name of a `*.target.ts`: how the system under test is reached or started. */
  target: z.string(),
  /** Kinds of suites, and `FURTHER_PERMISSIONS`: whatever is not listed here is refused before anything starts. */
  allows: z.array(z.string()),
  /** URLs by role (web, api …) of a system that already runs; empty for a target that the harness starts. */
  urls: z.record(z.string(), url).default({}),
  /** The tenant that those accounts belong to; the environment's name unless told. */
  tenant: z.string().optional(),
  /** Accounts by role (user, admin …) for a system that already runs. */
  accounts: z.record(z.string(), z.strictObject({ username: reference, password: reference })).default({}),
  /** Where load suites read CPU, memory, queues and pools of a system that already runs. */
  scrape: z.array(scrapeSchema).default([]),
  /** Where the results of load suites are sent to as well: `POST` with a bearer token. */
  ingest: z.strictObject({ url, token: reference }).optional(),
  /** Further variables whose values must never reach evidence. */
  secrets: z.array(reference).default([]),
  /** Named limits that suites refer to, such as `api.p95`. */
  thresholds: z.record(z.string(), z.number()).default({}),
  /** By profile: how far its load is shrunk (or grown) here, unless a run says otherwise. */
  loadScale: z.record(z.string(), scaleSchema).default({}),
});
export type Environment = z.infer<typeof environmentSchema>;

/** What an environment may be where there are these kinds of suites. */
export function environmentsAmong(kinds: readonly Kind[]): Definable<Environment> {
  const allows = z.array(z.enum([...kinds, ...FURTHER_PERMISSIONS]));
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
