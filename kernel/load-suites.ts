import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { discover, kindFolders, type Discovery, type Found } from './discover.ts';
import { ConfigError } from './errors.ts';
import { KIND, type KindDefinition } from './kind.ts';
import { kindOf, SUITE, type Suite } from './suite.ts';
import type { Roots } from './project.ts';
import type { Said, Sentence } from './sentence.ts';

/** The suites of the checkout and their kinds: all that has to be known to choose among them. */
export interface FoundSuites {
  readonly kinds: readonly Found<KindDefinition>[];
  readonly suites: readonly Found<Suite>[];
}

/** Loads the suites alone, and what kinds there are: what `list` shows. Throws one ConfigError with every problem. */
export async function loadSuites(roots: Roots): Promise<FoundSuites> {
  const problems: Said[] = [];
  const found = await findSuites({ ...roots, problems });
  if (problems.length > 0) throw new ConfigError(problems);
  return found;
}

/** The same, with its problems added to those of others. */
export async function findSuites(where: Discovery & { readonly problems: Said[] }): Promise<FoundSuites> {
  const [kinds, suites] = await Promise.all([discover(KIND, where), discover(SUITE, where)]);
  where.problems.push(...suites.flatMap((found) => checkKind(found, kinds)), ...lostFolders(where));
  return { kinds, suites };
}

function checkKind({ value: { name }, file }: Found<Suite>, kinds: FoundSuites['kinds']): readonly string[] {
  const known = kinds.map((found) => found.value.name);
  if (known.includes(kindOf(name))) return [];
  return [`${file}: name: got "${name}"; its kind is none of ${known.join(', ')}`];
}

/** Where somebody keeps suites or engines and no kind file says so: they would never run, and nobody would miss them. */
function lostFolders(roots: Roots): readonly Sentence[] {
  const { root } = roots;
  const kinds = kindFolders(roots);
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !kinds.includes(entry.name))
    .flatMap(({ name }) => ['suites', 'engines'].map((below) => ({ name, path: `${name}/${below}` })))
    .filter(({ path }) => existsSync(join(root, path)))
    .map(({ name, path }) => ({
      what: `${path}: nobody looks here, for there is no ${name}/${name}.kind.ts.`,
      fix: `write it (see CONTRIBUTING.md), or move ${name}/ away`,
    }));
}
