import { z } from 'zod';
import type { Definable } from './discover.ts';
import { scaleSchema } from './load-settings.ts';
import { EFFECTS, FURTHER_PERMISSIONS } from './permission.ts';
import { REFERENCE, REFERENCE_SAID } from './reference.ts';
import { valueReferenceSchema as reference, type ValueReference } from './value-reference.ts';
import type { Kind } from './suite.ts';

/** Whether a URL holds a user name or a password: it would stand in evidence, in reports and in tools' command lines. */
export function hasCredentials(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.username + parsed.password !== '';
}

/** What to do about it. */
export const CREDENTIALS_ELSEWHERE =
  'holds credentials, which every report would show; leave them out of the URL; log in with `accounts`, or name their variables under `secrets`';

/** What is wrong with a URL that was looked up; undefined where it can be asked. Never says the URL: it may hold a password. */
export function wrongUrl(url: string): string | undefined {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return 'is not an http(s) URL';
  return hasCredentials(url) ? CREDENTIALS_ELSEWHERE : undefined;
}

const ADDRESS = /^[^\s/]+:\d+$/;

/** The same of where a client connects. */
export function wrongAddress(address: string): string | undefined {
  return ADDRESS.test(address) ? undefined : 'is not host:port';
}

const url = z.union([
  z.url().refine((value) => !hasCredentials(value), { error: CREDENTIALS_ELSEWHERE }),
  reference,
]);

/** A tenant's name is told, or referred to where each installation has another. */
const tenant = z.union([z.string().min(1), reference]);

const accounts = z.record(
  z.string(),
  z.strictObject({
    username: reference.describe('The reference to the user name.'),
    password: reference.describe('The reference to the password.'),
  }),
);

/** What is not there, and why: said where a suite needs it. */
const none = z.strictObject({ none: z.string().min(1).describe('That there is none, and why not.') });

const path = z.string().startsWith('/', 'a path such as /login');

const collector = z.strictObject({
  url: url.describe('Where it can be asked what arrived, as the collector of the reference target is.'),
  webhooks: url.describe('Where the product can be told to send webhooks to, so that they arrive there.'),
  receives: z
    .array(z.enum(['webhooks', 'alerts', 'spans', 'reports']))
    .default(['webhooks', 'alerts', 'spans', 'reports'])
    .describe('What arrives there: `spans` of traces, `reports` of browsers.'),
});

const address = z
  .union([z.string().regex(ADDRESS, 'host:port'), reference])
  .describe('Where a client connects, `host:port`: what canaries ask.');
const protocol = z.enum(['postgres', 'redis', 'http']).describe('What answers there speaks.');

const link = z
  .strictObject({
    listen: address,
    protocol,
    proxy: z
      .string()
      .min(1)
      .optional()
      .describe("Theirs: the proxy's name in that Toxiproxy; the link's own unless told."),
    upstream: address
      .optional()
      .describe(
        'Ours: a Toxiproxy of the run listens at `listen`, where the product was told to find the dependency, and passes on to here, `host:port`. Without a run nobody listens there.',
      ),
  })
  .refine(({ proxy, upstream }) => proxy === undefined || upstream === undefined, {
    error: 'got `proxy`, of their Toxiproxy, and `upstream`, of ours; a link has one of them at most',
  });

const links = z
  .strictObject({
    control: url
      .optional()
      .describe("The base URL of their Toxiproxy's HTTP API: for every link without an `upstream`."),
    each: z.record(z.string(), link).describe('By name, as experiments call them: `api-postgres`.'),
  })
  .superRefine(({ control, each }, context) => {
    const theirs = Object.keys(each).filter((name) => each[name]?.upstream === undefined);
    if (control === undefined && theirs.length > 0)
      context.addIssue(
        `${theirs.join(', ')}: neither \`control\`, which says where their Toxiproxy is, nor an \`upstream\` for one of ours`,
      );
  });

/** A program by its absolute path, and its arguments: they stand in evidence, for they are undos too. */
const command = z
  .array(z.string().min(1))
  .min(1)
  .refine(([program]) => program?.startsWith('/') === true, {
    error: 'a program by its absolute path, and its arguments',
  });

/** What puts back comes with what it puts back: nothing is done that cannot be undone. */
const processes = z.record(
  z.string(),
  z
    .strictObject({
      listen: address,
      protocol,
      pause: command.optional().describe('Makes it stand still; returns when it does.'),
      resume: command.optional().describe('Lets it go on; harmless when it never stood still.'),
      stop: command
        .optional()
        .describe(
          'Ends it without a farewell, and keeps it from being started again; returns when it is gone.',
        ),
      start: command.optional().describe('Starts it again; harmless when it runs.'),
    })
    .superRefine(({ pause, resume, stop, start }, context) => {
      if ((pause === undefined) !== (resume === undefined))
        context.addIssue('`pause` and `resume` go together: got one of them');
      if ((stop === undefined) !== (start === undefined))
        context.addIssue('`stop` and `start` go together: got one of them');
      if ((pause ?? resume ?? stop ?? start) === undefined)
        context.addIssue('nothing can be done to it: give it `pause` and `resume`, or `stop` and `start`');
    }),
);

const HOUR = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What holds whatever a suite says: who breaks one of these is refused before anything starts. */
const guardrails = z.strictObject({
  faults: z
    .array(z.string())
    .optional()
    .describe('The faults that may be injected, by name; all of them unless told.'),
  links: z.array(z.string()).optional().describe('The links that may be disturbed; all of them unless told.'),
  processes: z
    .array(z.string())
    .optional()
    .describe('The processes that may be disturbed; all of them unless told.'),
  hours: z
    .strictObject({
      from: z.string().regex(HOUR, 'HH:MM').describe('When faults may begin, `HH:MM`.'),
      until: z
        .string()
        .regex(HOUR, 'HH:MM')
        .describe('When they may not any more; on the next day where it is earlier than `from`.'),
      days: z
        .array(z.enum(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']))
        .min(1)
        .default(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])
        .describe('The days on which they may begin.'),
      zone: z
        .string()
        .refine(isZone, { error: 'no time zone such as "Europe/Zurich"' })
        .describe('The time zone of those hours.'),
    })
    .optional()
    .describe('When faults may be injected; always unless told.'),
  stopFile: z
    .string()
    .startsWith('/', 'an absolute path')
    .optional()
    .describe('While this file is there nothing is disturbed, and what is disturbed is put back at once.'),
});

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const database = z.strictObject({
  application: reference.describe(
    'The reference to the URL (`postgres://…`) that the product itself connects by: its own role, in its own database. What suites do there is rolled back.',
  ),
  scratch: reference.describe(
    'The reference to the URL of an empty database on the same server, as the role that owns it and may become the role of the application (`grant <application> to <owner>`). Suites try the migrations there, and what is wrong on purpose; that is rolled back too.',
  ),
});

/** A product that the harness starts by a command; see the target `command`. */
const start = z
  .strictObject({
    command: z
      .array(z.string().min(1))
      .min(1)
      .describe('A program and its arguments, without a shell: on PATH, or `./…` from `folder`.'),
    folder: z.string().min(1).default('.').describe('Where it is started, from the folder of the project.'),
    env: z
      .record(z.string(), z.union([z.string(), reference]))
      .default({})
      .describe('Variables for it; a secret as a reference.'),
    ready: z.url().describe('Answers, with no 5xx, once it is ready. At its own port, through no link.'),
    withinSeconds: z.number().positive().default(60).describe('How long it may take to start.'),
  })
  .describe(
    'For the target `command`: how the product is started, for each run. What it logs is kept; faults find it as the process `product`.',
  );

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
  product: z
    .string()
    .optional()
    .describe("What runs there, as suites' `targets` name it; the target's name unless told."),
  effects: z
    .array(z.enum(EFFECTS))
    .default(['reads'])
    .describe('What suites may do there; whatever does more is refused, or not run when a stage has it.'),
  start: start.optional(),
  urls: z
    .record(z.string(), url)
    .default({})
    .describe(
      'URLs by role (web, api …) of a system that already runs; empty for a target that the harness starts.',
    ),
  tenant: tenant
    .optional()
    .describe("The tenant that those accounts belong to; the environment's name unless told."),
  accounts: accounts.default({}).describe('Accounts by role (user, admin …) for a system that already runs.'),
  tenants: reference
    .optional()
    .describe(
      'The reference to further tenants, as JSON: `[{ "name", "accounts": { "<role>": { "username", "password" } } }]`. Each suite is lent one, so that suites do not disturb each other.',
    ),
  neighbour: z
    .strictObject({
      tenant: tenant.describe('Its name.'),
      accounts: accounts.describe('By role.'),
    })
    .optional()
    .describe('Another tenant that no suite is lent: the stranger in tests of isolation.'),
  frontEnds: z
    .record(
      z.string(),
      z.strictObject({
        pages: z.array(path).default(['/']).describe('Pages that anybody may open.'),
        signedIn: z.array(path).default([]).describe('Pages for the account of role `user`.'),
      }),
    )
    .default({})
    .describe(
      'What people open in a browser, by the role of its URL: the pages that are there after a deployment.',
    ),
  collector: z
    .union([collector, none])
    .optional()
    .describe('What shows what the product sends to the outside.'),
  links: z
    .union([links, none])
    .optional()
    .describe(
      'Connections of the product that go through a Toxiproxy, of its installation or of ours: what link faults are injected on.',
    ),
  processes: z
    .union([processes, none])
    .optional()
    .describe('What process faults may act on, and the commands that do it; needs `process-faults`.'),
  guardrails: guardrails
    .optional()
    .describe('What experiments may disturb there, when, and the file that stops them.'),
  tls: z
    .strictObject({
      minVersion: z
        .enum(['TLSv1.2', 'TLSv1.3'])
        .default('TLSv1.2')
        .describe('The oldest that may be spoken.'),
      validDays: z.number().int().min(1).default(14).describe('How long a certificate must still be valid.'),
    })
    .optional()
    .describe(
      'What `release/verify` expects of API and front ends that are not on this machine: HTTPS, and this.',
    ),
  source: z
    .union([z.string().min(1), reference])
    .optional()
    .describe(
      "The folder of the product's checkout on this machine: its lockfiles, migrations, alert rules. Relative to this checkout. Suites that need `source` find it in their binding.",
    ),
  commands: z
    .strictObject({
      deploy: command
        .optional()
        .describe(
          'Brings the version that the variable `DRILL_VERSION` names there, in each part, and returns when all of them are ready.',
        ),
      rollback: command
        .optional()
        .describe(
          'Brings back what the last `deploy` replaced, in each part, and returns when all of them are ready.',
        ),
      backup: command
        .optional()
        .describe(
          'Takes a backup of the data while the product runs, into the file that the variable `DRILL_BACKUP` names: all of it, or what `restore` finds it by.',
        ),
      restore: command
        .optional()
        .describe(
          'Restores the backup of the file `DRILL_BACKUP` into a Postgres apart from the one that it was taken of. Prints a line `{ "database": "postgres://…" }` once it answers, as a role that may do everything there; what it started it takes away when its standard input ends. Fails for a backup that is not whole.',
        ),
      migrate: command
        .optional()
        .describe(
          'Applies what is pending to the database of the URL `DRILL_DATABASE`: of the folder `DRILL_MIGRATIONS` where that is set, else of its own. Fails where one does not apply, and leaves nothing of that one.',
        ),
    })
    .default({})
    .describe(
      'What drills run, each a program by its absolute path and its arguments. Suites that need `deploy`, `rollback` … find it in their binding.',
    ),
  receivers: z
    .record(
      z.string(),
      z.strictObject({
        url: url.describe('Where it is asked what arrived.'),
        token: reference.optional().describe('Sent as a bearer token.'),
      }),
    )
    .default({})
    .describe(
      'Where what is sent to people arrives and can be read, by name (`mail`, `pager`). Suites that need `receivers` find them in their binding.',
    ),
  scrape: z
    .array(scrapeSchema)
    .default([])
    .describe('Where load suites read CPU, memory, queues and pools of a system that already runs.'),
  ingest: z
    .strictObject({
      url: url.describe('Where to.'),
      token: reference.describe('The reference to the bearer token.'),
    })
    .optional()
    .describe('Where the results of load suites are sent to as well: `POST` with a bearer token.'),
  queue: reference
    .optional()
    .describe(
      'The reference to the URL (`redis://…`) of the Redis that holds its queues. Suites that need `queue` look into them, and give them jobs.',
    ),
  tokenKey: reference
    .optional()
    .describe(
      'The reference to the key that it signs access tokens with (HS256): suites make tokens with it that are wrong in one thing only, such as an expired one.',
    ),
  database: z
    .union([database, none])
    .optional()
    .describe('Its Postgres. Suites that need `database` look at what keeps tenants apart in there.'),
  secrets: z
    .array(reference)
    .default([])
    .describe('Further references whose values must never reach evidence.'),
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
  return {
    what: 'environment',
    within: ['fixtures'],
    ofHarness: [],
    schema: environmentSchema.extend({ allows }),
  };
}

/** Types the default export of a `*.environment.ts`; discovery checks it. */
export function defineEnvironment(
  environment: z.input<typeof environmentSchema>,
): z.input<typeof environmentSchema> {
  return environment;
}

/** A reference of an environment: where it stands, as `accounts.user.password`, and whether its value may be shown. */
export interface Mentioned {
  readonly where: string;
  readonly reference: ValueReference;
  readonly secret: boolean;
}

/** What names a place or a person is shown; whatever else is referred to is a secret. */
const SHOWN = /^urls\.|(^|\.)(tenant|username|url|webhooks|control|listen|upstream|source)$/;

/** Every reference in an environment or a part of it, in the order of its fields: a new field is among them by itself. */
export function mentionedIn(value: unknown, where = ''): readonly Mentioned[] {
  const parsed = reference.safeParse(value);
  if (parsed.success) return [{ where, reference: parsed.data, secret: !SHOWN.test(where) }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    mentionedIn(inner, where === '' ? name : `${where}.${name}`),
  );
}

/** What is wrong with the value that stands there, by the place; undefined where nothing is, or any text will do. */
export function wrongAt(where: string, value: string): string | undefined {
  if (/(^|\.)(listen|upstream)$/.test(where)) return wrongAddress(value);
  return /^urls\.|(^|\.)(url|webhooks|control)$/.test(where) ? wrongUrl(value) : undefined;
}
