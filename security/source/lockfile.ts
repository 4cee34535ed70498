import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { InfraError } from '../../kernel/errors.ts';
import { jsonOf } from './json.ts';
import type { Tree } from './tree.ts';

const ranges = z.record(z.string(), z.string()).default({});

const entrySchema = z.looseObject({
  name: z.string().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().default(false),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  license: z.string().optional(),
  deprecated: z.string().optional(),
  engines: z.union([ranges, z.array(z.string()).transform((): Record<string, string> => ({}))]).default({}),
  dependencies: ranges,
  devDependencies: ranges,
  optionalDependencies: ranges,
  peerDependencies: ranges,
  peerDependenciesMeta: z
    .record(z.string(), z.looseObject({ optional: z.boolean().default(false) }))
    .default({}),
});

const lockfileSchema = z.looseObject({
  name: z.string().default('unnamed'),
  version: z.string().default('0.0.0'),
  lockfileVersion: z.number().int(),
  packages: z.record(z.string(), entrySchema),
});

/** A package as a lockfile has it: two of one version at two places are two. */
export interface LockedPackage extends z.infer<typeof entrySchema> {
  /** Where it is installed, `node_modules/a/node_modules/b`; `''` is the root, and `apps/shop` a workspace. */
  readonly at: string;
  readonly name: string;
  readonly version: string;
}

export interface Lockfile {
  /** Relative to the checkout's folder. */
  readonly file: string;
  readonly root: LockedPackage;
  /** All but the root and the links to workspaces, by where they are installed. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** Where links lead. */
  readonly links: ReadonlyMap<string, string>;
}

/** Lockfiles of npm, and those that nothing here reads. */
const NPM = /(^|\/)(package-lock|npm-shrinkwrap)\.json$/;
const OTHERS = /(^|\/)(pnpm-lock\.yaml|yarn\.lock|bun\.lockb?)$/;

/** Every lockfile of a checkout. Throws where there is none, or one that cannot be read: what it holds is not known then. */
export function lockfilesOf(tree: Tree): readonly Lockfile[] {
  const unread = tree.files.filter((file) => OTHERS.test(file));
  if (unread.length > 0)
    throw new InfraError({
      what: `${tree.folder}: ${unread.join(', ')} cannot be read: only lockfiles of npm are.`,
      fix: 'keep a package-lock.json beside it (`npm install --package-lock-only`), or take it out.',
    });
  const files = tree.files.filter((file) => NPM.test(file));
  if (files.length === 0)
    throw new InfraError({
      what: `${tree.folder} holds no package-lock.json.`,
      fix: 'commit it: without it nobody knows which packages are installed.',
    });
  const found = files.map((file) => parseLockfile(file, readFileSync(join(tree.folder, file), 'utf8')));
  if (found.every(({ packages }) => packages.size === 0))
    throw new InfraError({
      what: `${tree.folder}: ${files.join(', ')} names no package: of none, whatever is asked would hold.`,
      fix: 'write it anew: `npm install --package-lock-only`; a product without any package needs no such suite.',
    });
  return found;
}

export function parseLockfile(file: string, text: string): Lockfile {
  const parsed = lockfileSchema.safeParse(jsonOf(text));
  if (!parsed.success || parsed.data.lockfileVersion < 2)
    throw new InfraError({
      what: `${file} is no lockfile of npm 7 or newer.`,
      fix: 'write it anew: `npm install --package-lock-only`.',
    });
  const { packages: entries, name, version } = parsed.data;
  const packages = new Map<string, LockedPackage>();
  const links = new Map<string, string>();
  for (const [at, entry] of Object.entries(entries))
    if (entry.link) links.set(at, entry.resolved ?? '');
    else
      packages.set(at, { ...entry, at, name: entry.name ?? nameAt(at), version: entry.version ?? '0.0.0' });
  const top = packages.get('');
  packages.delete('');
  const root = {
    ...(top ?? entrySchema.parse({})),
    at: '',
    name: top?.name || name,
    version: top?.version ?? version,
  };
  return { file, root, packages, links };
}

function nameAt(at: string): string {
  return at.slice(
    at.lastIndexOf('node_modules/') + (at.includes('node_modules/') ? 'node_modules/'.length : 0),
  );
}

/** What a package gets when it asks for another, as Node looks for it: beside it, then further up. */
export function resolveFrom(lock: Lockfile, from: string, name: string): LockedPackage | undefined {
  for (let folder = from; ; folder = above(folder)) {
    const at = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const found = lock.packages.get(lock.links.get(at) ?? at);
    if (found !== undefined || folder === '') return found;
  }
}

function above(folder: string): string {
  const within = folder.lastIndexOf('/node_modules/');
  if (within >= 0) return folder.slice(0, within);
  return '';
}

/** Name and version, as often as there are: what two lists of packages are compared by. */
export function multiset(
  packages: Iterable<{ readonly name: string; readonly version: string }>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name, version } of packages) {
    const key = `${name}@${version}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** What one has and the other has not, a line each; nothing where they are equal. */
export function differences(
  wanted: ReadonlyMap<string, number>,
  found: ReadonlyMap<string, number>,
): readonly string[] {
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((key) => {
    const [a = 0, b = 0] = [wanted.get(key), found.get(key)];
    return a === b ? [] : [`${key}: ${a} in the lockfile, ${b} here`];
  });
}
