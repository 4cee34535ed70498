import { globSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { messageOf } from './errors.ts';

/** A definition and the file that holds it, relative to the checkout. */
export interface Found<T> {
  readonly value: T;
  readonly file: string;
  /** Absolute. */
  readonly folder: string;
}

export interface DiscoverRequest<T> {
  readonly root: string;
  /** Folders below the root to look in. */
  readonly within: readonly string[];
  /** `suite` finds `*.suite.ts`. */
  readonly suffix: string;
  parse(definition: unknown): T;
}

/** Loads every `*.<suffix>.ts`, in name order. What cannot be loaded or is malformed goes to `problems`, each with its file. */
export async function discover<T>(
  request: DiscoverRequest<T>,
  problems: string[],
): Promise<readonly Found<T>[]> {
  const found = await Promise.all(filesOf(request).map((file) => load(request, file, problems)));
  return found.filter((one) => one !== undefined);
}

function filesOf({ root, within, suffix }: DiscoverRequest<unknown>): readonly string[] {
  const hidden = (path: string) => basename(path) === 'node_modules' || basename(path).startsWith('.');
  return within
    .flatMap((folder) => globSync(`${folder}/**/*.${suffix}.ts`, { cwd: root, exclude: hidden }))
    .sort();
}

async function load<T>(
  request: DiscoverRequest<T>,
  file: string,
  problems: string[],
): Promise<Found<T> | undefined> {
  const path = join(request.root, file);
  try {
    const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
    if (module.default === undefined) throw new Error('no default export; export the definition as default');
    return {
      value: request.parse(module.default),
      file: relative(request.root, path),
      folder: dirname(path),
    };
  } catch (error) {
    problems.push(...sayProblems(file, error));
    return undefined;
  }
}

/** One sentence per problem of a thrown error: a schema's issues come with their paths. */
export function sayProblems(where: string, error: unknown): readonly string[] {
  if (error instanceof z.ZodError)
    return error.issues.map((issue) => `${where}: ${pathOf(issue.path)}${issue.message}`);
  return [`${where}: ${messageOf(error)}`];
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : `${path.map(String).join('.')}: `;
}

/** Adds a problem for each name that two definitions share. */
export function refuseDuplicates<T extends { readonly name: string }>(
  what: string,
  found: readonly Found<T>[],
  problems: string[],
): void {
  const byName = Map.groupBy(found, (one) => one.value.name);
  for (const [name, same] of byName) {
    if (same.length < 2) continue;
    problems.push(
      `${same.map((one) => one.file).join(' and ')}: both define the ${what} "${name}"; rename one`,
    );
  }
}
