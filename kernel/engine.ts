import { z } from 'zod';
import { callable, toldSchema, type Definable } from './discover.ts';
import type { Environment } from './environment.ts';
import type { Metric } from './evidence.ts';
import { IMPORT } from './imported.ts';
import type { LoadSettings, Scale } from './load-settings.ts';
import type { FurtherPermission } from './permission.ts';
import type { Recorder } from './recorder.ts';
import type { Scope } from './scope.ts';
import type { Sentence } from './sentence.ts';
import type { Kind, ResolvedSuite } from './suite.ts';
import type { RunningTarget, Tenant } from './target.ts';
import { toolSchema, type Tool, type ToolFinder } from './tool.ts';

/** What an engine looks at. For anything but a `target` none is started, asked for its health or waited for. */
export const NEEDS = ['target', 'source', 'image', 'nothing'] as const;
export type Needs = (typeof NEEDS)[number];

/** What `unavailable` may look at: nothing has started yet. */
export interface EngineContext<O = unknown> {
  readonly environment: Environment;
  readonly tools: ToolFinder;
  /** What is to be run, as the engine has parsed it; absent for an engine that another one may start, which does not know yet. */
  readonly options?: O;
}

/** Drives one tool: the default export of a `*.engine.ts`. Records what the tool said; never judges. */
export interface Engine<O = unknown, N extends Needs = Needs> {
  readonly name: string;
  /** The kinds of the suites that it runs. As the first it runs plain files, and what other engines start. */
  readonly kinds: readonly [Kind, ...Kind[]];
  /** The folder of its evidence below that of the suite's kind, where that is not called like the kind. */
  readonly toolKind?: string;
  /** `target` unless told. */
  readonly needs?: N;
  /** The programs it needs; `doctor` lists them and set-up installs them. */
  readonly tools: readonly Tool[];
  /** Which of them those options need; all of them unless told. */
  toolsFor?(options: O): readonly Tool[];
  /** Engines that it starts inside its suites: their programs are needed, and their lack is its own. */
  readonly uses?: readonly string[];
  /** Metric names that every suite of this engine may set thresholds on; further ones are listed in `options.metrics`. */
  readonly metrics: readonly string[];
  /**
   * The options with which this engine runs that plain file, or undefined when the file is not its tool's. `named`: the user says
   * that it is. Without it no plain file is this engine's.
   */
  accepts?(file: string, named?: boolean): Promise<O | undefined>;
  /** Whether the tool itself may start what it tests, so that nothing needs to answer before. A look at its files; nothing is run. */
  mayStartTarget?(options: O): boolean;
  /** What the environment must allow beside the kind, for those options. */
  permissions?(options: O): readonly FurtherPermission[];
  /** What rules of the environment it would break with those options, a sentence each that names the rule: refused before anything starts. */
  refuses?(options: O, environment: Environment): readonly string[];
  /** What the options are, for docs/reference; `parse` checks them. */
  readonly options?: z.ZodType;
  /** Checks options; `folder` is what their paths are relative to. Throws a ZodError or a ConfigError. */
  parse(options: unknown, folder: string): O;
  /** The options that run only those tests whose title matches a pattern. Absent: it has no tests that could be chosen. */
  narrow?(options: O, pattern: string): O;
  /** Why it cannot run there, and what to do about it. */
  unavailable(context: EngineContext<O>): Promise<Sentence | undefined>;
  /** What its own checks carry of requirements, beside what the suite's files say. */
  proves?(options: O): Promise<readonly string[]>;
  /** How far the load is shrunk that it will make; undefined where it makes none, or its script shapes it. */
  scale?(run: Pick<SuiteRun<O>, 'options' | 'environment' | 'load' | 'adHoc'>): Promise<Scale | undefined>;
  /** How long the tool will run by plan, in ms; undefined where only the tool knows. Without it: a suite's `timeoutMs`. */
  lastsMs?(run: Pick<SuiteRun<O>, 'options' | 'environment' | 'load' | 'adHoc'>): Promise<number | undefined>;
  /**
   * Runs the tool until it ends by itself or `signal` aborts. Throws a SuiteError or an InfraError when there is no telling;
   * a failed check is recorded, not thrown.
   */
  run(suiteRun: SuiteRun<O, N>): Promise<void>;
}

/** For what serves several suites of a run and may outlive each: one object for all of them. */
export interface Shared {
  readonly scope: Scope;
  /** The run's work folder. */
  readonly work: string;
}

/** One suite's run, as its engine sees it. */
export type SuiteRun<O = unknown, N extends Needs = 'target'> = AnySuiteRun<O> &
  (N extends 'target' ? OnTarget : WithoutTarget);

interface OnTarget {
  readonly target: RunningTarget;
  /** This suite's own tenant. */
  readonly tenant: Tenant;
}

interface WithoutTarget {
  readonly target?: undefined;
  readonly tenant?: undefined;
}

interface AnySuiteRun<O> {
  /** The run's id. */
  readonly id: string;
  readonly suite: ResolvedSuite;
  readonly options: O;
  /** The suite's source folder. */
  readonly folder: string;
  /** The tool's private folder: raw output, downloads, TMPDIR. Removed with the run; `recorder.attach` what is worth keeping. */
  readonly work: string;
  /** The file that tool-side reporters append inbox events to (a JSON line each); read as it grows, also after a kill. */
  readonly inbox: string;
  readonly environment: Environment;
  /** Environment variables that carry URLs and this tenant's credentials to the tool, where there is a target; see fixtures/bindings. */
  readonly variables: Readonly<Record<string, string>>;
  /** True for a plain file that no definition describes. */
  readonly adHoc: boolean;
  /** What the command line says of the load. */
  readonly load: LoadSettings;
  readonly recorder: Recorder;
  readonly scope: Scope;
  readonly shared: Shared;
  readonly tools: ToolFinder;
  readonly signal: AbortSignal;
  /** Another engine, by name, inside this suite; its metrics arrive prefixed with `<as>.` and its checks with `<as>: `. */
  start(request: NestedStart): Promise<void>;
}

export interface NestedStart {
  readonly engine: string;
  readonly options: unknown;
  readonly as: string;
  /** Told of each metric when it is recorded: for whoever acts upon what is measured so far. */
  readonly heard?: (metric: Metric) => void;
}

export const ENGINE: Definable<Engine> = {
  what: 'engine',
  within: ['<kind>'],
  schema: z.strictObject({
    name: z
      .string()
      .min(1)
      .refine((name) => name !== IMPORT, 'is what imported evidence is called; take another'),
    kinds: z.tuple([z.string()], z.string()),
    toolKind: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, 'a kebab-case name')
      .exactOptional(),
    needs: z.enum(NEEDS).exactOptional(),
    tools: z.array(toolSchema),
    toolsFor: callable<NonNullable<Engine['toolsFor']>>().exactOptional(),
    uses: z.array(z.string()).exactOptional(),
    metrics: z.array(z.string()),
    accepts: callable<NonNullable<Engine['accepts']>>().exactOptional(),
    mayStartTarget: callable<NonNullable<Engine['mayStartTarget']>>().exactOptional(),
    permissions: callable<NonNullable<Engine['permissions']>>().exactOptional(),
    refuses: callable<NonNullable<Engine['refuses']>>().exactOptional(),
    options: toldSchema().exactOptional(),
    parse: callable<Engine['parse']>(),
    narrow: callable<NonNullable<Engine['narrow']>>().exactOptional(),
    unavailable: callable<Engine['unavailable']>(),
    proves: callable<NonNullable<Engine['proves']>>().exactOptional(),
    scale: callable<NonNullable<Engine['scale']>>().exactOptional(),
    lastsMs: callable<NonNullable<Engine['lastsMs']>>().exactOptional(),
    run: callable<Engine['run']>(),
  }),
};

/** Types the default export of a `*.engine.ts`; discovery checks it. */
export function defineEngine<O, N extends Needs = 'target'>(engine: Engine<O, N>): Engine<O, N> {
  return engine;
}

export function needsTarget({ needs = 'target' }: Pick<Engine, 'needs'>): boolean {
  return needs === 'target';
}
