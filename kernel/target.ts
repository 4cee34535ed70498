import { z } from 'zod';
import { callable, type Definable } from './discover.ts';
import type { Check } from './evidence.ts';
import type { Environment } from './environment.ts';
import type { Offer } from './permission.ts';
import type { Scope } from './scope.ts';
import { toolSchema, type Tool, type ToolFinder } from './tool.ts';
import type { Sentence } from './sentence.ts';

/** A login. The password is a secret: it is known to the redactor before anything starts. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** A tenant of the target with its accounts by role; each suite is lent one, so that suites do not disturb each other. */
export interface Tenant {
  readonly name: string;
  readonly accounts: Readonly<Record<string, Account>>;
}

const tenantsSchema = z.array(
  z.strictObject({
    name: z.string().min(1),
    accounts: z.record(
      z.string(),
      z.strictObject({ username: z.string().min(1), password: z.string().min(1) }),
    ),
  }),
);

/** What the `tenants` of an environment refer to; undefined where that is no such list. */
export function parseTenants(text: string): readonly Tenant[] | undefined {
  try {
    return tenantsSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What a canary can ask something, and so tell whether it is disturbed. */
export interface Answering {
  /** Where a client connects, `host:port`. */
  readonly listen: string;
  /** What answers there speaks. */
  readonly protocol: 'postgres' | 'redis' | 'http';
}

/** A connection of the target that goes through a Toxiproxy proxy, which listens there, so that faults can be injected on it. */
export interface Link extends Answering {
  /** The proxy's name on the Toxiproxy server. */
  readonly proxy: string;
  /** The base URL of the Toxiproxy server's HTTP API. */
  readonly control: string;
}

/** What the file of `Restarts` that tells of an end in advance is called beside the other. */
export const AGAIN = '.again';

/** What keeps a process going. */
export interface Restarts {
  /**
   * A file: while it is there, nothing is started again. Whoever ends the process puts another there before, `<unless>.again`: what ends
   * without that has ended for good. So it is started again also where the first file was gone before anybody looked.
   */
  readonly unless: string;
  /** The signal that asks the process to end. */
  readonly farewell: NodeJS.Signals;
}

/** A process of the target, the leader of a group of its own. It answers there itself, not through a link. */
export interface TargetProcess extends Answering {
  readonly pid: number;
  /** With its pid it names the process for good. */
  readonly startedAt: string;
  /** Where it is below a shell that can start it again: then `pid` is that shell. */
  readonly restarts?: Restarts | undefined;
}

/** A program by its absolute path, and its arguments. */
export type Command = readonly string[];

/**
 * A process of the target that somebody else holds: commands do something to it, each with the one that puts it back. They return
 * when it is done; putting back is harmless where there is nothing to put back.
 */
export interface CommandedProcess extends Answering {
  readonly pause?: Command | undefined;
  readonly resume?: Command | undefined;
  readonly stop?: Command | undefined;
  readonly start?: Command | undefined;
}

/** A network device of this host that the target's connections go through, to what answers there. */
export interface HostNetwork extends Answering {
  readonly device: string;
}

/** Where a part of the target tells what it measures of itself, as Prometheus text. */
export interface MetricsEndpoint {
  /** The part: what its gauges are called by, `api` for `api.cpu_ratio`. */
  readonly name: string;
  readonly url: string;
  /** Sent as a bearer token. A secret, known to the redactor. */
  readonly token?: string;
  /** How many cores the part may use; 1 unless told. */
  readonly cores?: number;
  /** How much memory the part may use, in MB (10^6 bytes). Without it there is no `memory_ratio`. */
  readonly memoryLimitMb?: number;
}

/** Where what the target sends to people arrives and can be read. */
export interface Receiver {
  /** `mail`, `pager`. */
  readonly name: string;
  readonly url: string;
  /** Sent as a bearer token. A secret, known to the redactor. */
  readonly token?: string;
}

/** What drills run: `deploy`, `rollback`, `backup`, `restore`, `migrate`. */
export type Commands = Readonly<Partial<Record<keyof Environment['commands'], Command>>>;

/** Where the target takes measurements of others: `POST { source, samples: [{ name, value, unit, at, labels }] }`. */
export interface Ingest {
  readonly url: string;
  /** A bearer token that may write there for this tenant; a secret, known to the redactor. May reject. */
  token(tenant: Tenant, signal: AbortSignal): Promise<string>;
}

/** Where a target's source lies that is started from the checkout: `detect` copies it, changes the copy and starts that. */
export interface MutableSource {
  /** Folders of the checkout that a copy needs beside its packages. */
  readonly copied: readonly string[];
  /** Globs of the product's own files: what is changed. */
  readonly files: readonly string[];
  /** Globs among them of what is none of the product. */
  readonly except: readonly string[];
  /** Globs among them of what runs in a browser: only suites with a browser run it. */
  readonly browser?: readonly string[];
}

/** A copy of the checkout's folders that the target's own processes are started from. */
export interface SourceCopy {
  /** Stands for the checkout. */
  readonly folder: string;
  /** What each of those processes gets in its environment besides. */
  readonly variables: Readonly<Record<string, string>>;
  /** How they are told to end: SIGTERM unless told. */
  readonly ending?: NodeJS.Signals;
}

export interface TargetStart {
  readonly run: string;
  readonly environment: Environment;
  /** The run's private folder for data and logs; removed with the run. */
  readonly work: string;
  readonly scope: Scope;
  readonly tools: ToolFinder;
  readonly signal: AbortSignal;
  /** Makes a value secret before it is used anywhere. */
  secret(value: string): string;
  /** A line for the person who waits. */
  log(line: string): void;
  /** `usual`: the target's well-known ports where they are free; `free` (default): any, so that runs never collide. */
  readonly ports?: 'free' | 'usual';
  /** Given only to targets that are `mutable`: its processes are started from this copy of it. */
  readonly copy?: SourceCopy;
}

/** The version of a system of which nobody says it. */
export const UNKNOWN_VERSION = 'unknown';

/** Whether it tells one system from another. */
export function isKnownVersion(version: string | undefined): version is string {
  return version !== undefined && version.trim() !== '' && version !== UNKNOWN_VERSION;
}

/** The system under test, ready for suites. */
export interface RunningTarget {
  readonly name: string;
  /** `UNKNOWN_VERSION` where nobody says it. */
  readonly version: string;
  readonly commit: string | undefined;
  /** It runs elsewhere: nothing was started, and nobody has asked it yet. */
  readonly elsewhere?: true;
  /** Base URLs by role (`web`, `api`), without a trailing slash. */
  readonly urls: Readonly<Record<string, string>>;
  readonly tenants: readonly Tenant[];
  /** By name, `api-postgres`; empty where no Toxiproxy is installed. */
  readonly links: Readonly<Record<string, Link>>;
  /** Why `links` is empty, with the fix; undefined when it is not. */
  readonly linksUnavailable: Sentence | undefined;
  /** By role, `api`, `postgres`: those that the harness started itself, and not in a container; or that commands act on. */
  readonly processes?: Readonly<Record<string, TargetProcess | CommandedProcess>>;
  /** By name. Whatever else uses such a device is disturbed as well. */
  readonly networks?: Readonly<Record<string, HostNetwork>>;
  /** One check, passed when every part answers; its detail says which does not. */
  health(signal: AbortSignal): Promise<Check>;
  /** Log files to keep as evidence. */
  readonly logs: readonly string[];
  /** What load suites read while they run. Without it the target's own gauges are not measured, and limits on them unknown. */
  readonly metrics?: readonly MetricsEndpoint[];
  /** Where the results of load suites are sent to as well. */
  readonly ingest?: Ingest;
  readonly receivers?: readonly Receiver[];
  readonly commands?: Commands;
  /** The absolute folder of its checkout on this machine. */
  readonly source?: string;
  /** The Redis that the target's jobs wait in, `redis://:<password>@…`: a secret, known to the redactor. */
  readonly queueUrl?: string;
  /** What it signs access tokens with (HS256): a secret, known to the redactor. */
  readonly tokenKey?: string;
  /** Its Postgres as its own role, and an empty database beside it that may be spoiled: both secrets, known to the redactor. */
  readonly database?: { readonly application: string; readonly scratch: string };
  /** A private file of the work folder that says how each of its processes was started: for suites that start another one. */
  readonly startsFile?: string;
  /** Called after the last suite, before the target is stopped. What it rejects with is a problem of the run. */
  beforeStop?(): Promise<void>;
  /** Switches planted defects by id; only a target that was made to be tested with has any. */
  readonly defects?: DefectSwitch;
  /**
   * Starts its own processes anew, on empty stores and with the same tenants; what they stand on goes on. Rejects when they do not
   * come up, and may be tried again then. Without it the whole target is stopped and started.
   */
  renew?(signal: AbortSignal): Promise<RunningTarget>;
}

/** Both reject when the target does not confirm: a process that has lost a defect cannot switch it off. Switching on twice is harmless. */
export interface DefectSwitch {
  on(id: string): Promise<void>;
  off(id: string): Promise<void>;
}

/** Of what suites may need, what is there (`true`), or why it is not; what is not mentioned is not. */
export type Offers = Readonly<Partial<Record<Offer, true | string>>>;

/** How to reach or start a system under test: the default export of a `*.target.ts`. Started once per run. */
export interface Target {
  readonly name: string;
  /** The programs that its start needs. */
  readonly tools: readonly Tool[];
  /** Further ones that it needs in that environment. */
  toolsFor?(environment: Environment): readonly Tool[];
  /** What of its source may be changed, where it is started from the checkout. Without it nothing is. */
  readonly mutable?: MutableSource;
  /** What it offers there beside URLs and accounts: a look at the environment, before anything starts. Nothing unless told. */
  offers?(environment: Environment): Offers;
  /** Rejects with a ConfigError that lists everything the environment lacks, before anything starts. */
  check?(environment: Environment): Promise<void>;
  /** Every process, port and folder that it makes is in `scope` before this returns, or throws. */
  start(start: TargetStart): Promise<RunningTarget>;
}

export const TARGET: Definable<Target> = {
  what: 'target',
  within: ['fixtures'],
  ofHarness: ['fixtures/targets/remote', 'fixtures/targets/command'],
  schema: z.strictObject({
    name: z.string().min(1).describe('What an environment calls it.'),
    tools: z.array(toolSchema).describe('The programs that its start needs.'),
    toolsFor: callable<NonNullable<Target['toolsFor']>>()
      .exactOptional()
      .describe('Further programs that its start needs in that environment.'),
    mutable: z
      .strictObject({
        copied: z
          .array(z.string().min(1))
          .min(1)
          .describe('Folders of the checkout that a copy needs to run.'),
        files: z.array(z.string().min(1)).min(1).describe("Globs of the product's own files."),
        except: z.array(z.string().min(1)).describe('Globs among them of what is none of the product.'),
        browser: z
          .array(z.string().min(1))
          .exactOptional()
          .describe('Globs among them of what runs in a browser, and so in suites with one only.'),
      })
      .exactOptional()
      .describe('What of its source `detect` changes.'),
    offers: callable<NonNullable<Target['offers']>>()
      .exactOptional()
      .describe('What it offers of what suites may need beside URLs and accounts, or why not.'),
    check: callable<NonNullable<Target['check']>>()
      .exactOptional()
      .describe('Rejects with everything that the environment lacks, before anything starts.'),
    start: callable<Target['start']>().describe(
      'Starts or reaches the system; gives its URLs, tenants, links, health and logs.',
    ),
  }),
};

/** Types the default export of a `*.target.ts`; discovery checks it. */
export function defineTarget(target: Target): Target {
  return target;
}
