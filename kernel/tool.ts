import { z } from 'zod';
import { callable, type Definable } from './discover.ts';
import type { Sentence } from './sentence.ts';

/**
 * A program that an engine or a service needs, as data for the finder, the installer and `doctor`: the default export of a
 * `*.tool.ts`.
 */
export interface Tool {
  readonly name: string;
  /** A variable that names the program explicitly, for instance `HARNESS_K6`. Wins over everything. */
  readonly variable: string;
  /** Program names to look for on PATH, best first; empty where PATH is of no use. */
  readonly commands: readonly string[];
  /** How to ask it for its version; `pattern` captures it in group 1. */
  readonly version: { readonly args: readonly string[]; readonly pattern: RegExp };
  /** The oldest version that works, `major.minor.patch`; an older one on PATH is passed over, and doctor says so. */
  readonly minimum: string;
  /** It costs much to install: only a run whose suites need it does that, and `doctor --fix` when it is named. */
  readonly onDemand?: true;
  /** Ways to install it into the cache, best first. Each says why it cannot be used here, or installs it. */
  readonly recipes: readonly Recipe[];
}

/** One way to get a tool. `install` writes only below `into` and returns the program's path. */
export interface Recipe {
  /** For people: `prebuilt release 2.2.0`, `build from Go module 2.2.0`, `apt-get install chromium`. */
  readonly title: string;
  /** Changes whenever the recipe would give another result: names the cache folder. A function where it is of files that are read. */
  readonly key: string | (() => string);
  /** The sentence to print when this machine cannot use the recipe; undefined when it can try. */
  unusable(): Promise<string | undefined>;
  install(into: string, log: (line: string) => void, signal: AbortSignal): Promise<string>;
}

/** A tool that was found and answered with its version. */
export interface FoundTool {
  readonly name: string;
  readonly path: string;
  readonly version: string;
  readonly source: 'explicit' | 'path' | 'cache';
}

/** A tool that was not found: where it was looked for, and the exact command that fixes it. */
export interface MissingTool {
  readonly missing: Sentence;
}

/** Finds tools; what the kinds are given, so that none of them looks for a program by itself. */
export interface ToolFinder {
  find(tool: Tool): Promise<FoundTool | MissingTool>;
}

const recipeSchema: z.ZodType<Recipe> = z.strictObject({
  title: z.string().min(1),
  key: z.union([z.string().min(1), callable<() => string>()]),
  unusable: callable<Recipe['unusable']>(),
  install: callable<Recipe['install']>(),
});

export const toolSchema: z.ZodType<Tool> = z
  .strictObject({
    name: z.string().min(1),
    variable: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'the name of a variable, such as HARNESS_K6'),
    commands: z.array(z.string().min(1)),
    version: z.strictObject({ args: z.array(z.string()), pattern: z.instanceof(RegExp) }),
    minimum: z.string().regex(/^\d+(\.\d+)*$/, 'a version, such as 2.9.0'),
    onDemand: z.literal(true).exactOptional(),
    recipes: z.array(recipeSchema),
  })
  .meta({ title: 'tool' });

export const TOOL: Definable<Tool> = { what: 'tool', within: ['<kind>', 'fixtures'], schema: toolSchema };

/** Types the default export of a `*.tool.ts`; discovery checks it. */
export function defineTool(tool: Tool): Tool {
  return tool;
}
