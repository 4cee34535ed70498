import { createRequire } from 'node:module';
import { z } from 'zod';
import { type LockedPackage, type Lockfile, resolveFrom } from '../../source/lockfile.ts';

const require = createRequire(import.meta.url);

/** What may be wrong with a lockfile: as a check, and the aspect that it shows. */
export const KINDS = {
  declared: { says: 'declared and resolved versions agree', proves: 'SEC-01/declared', severity: 5 },
  peers: { says: 'peer dependencies are satisfied', proves: 'SEC-01/peers', severity: 5 },
  engines: { says: 'every package is for this Node', proves: 'SEC-01/engines', severity: 5 },
  deprecated: { says: 'nothing deprecated is without a way on', proves: 'SEC-01/deprecated', severity: 5 },
} as const;
export type ProblemKind = keyof typeof KINDS;

export interface Problem {
  readonly kind: ProblemKind;
  readonly of: LockedPackage;
  readonly what: string;
  readonly fix: string;
}

/** The package.json files of a checkout, as far as they are looked at, by where they lie: `''`, `apps/web`. */
export type Manifests = ReadonlyMap<string, Manifest>;
const ranges = z.record(z.string(), z.string()).optional();
export const manifestSchema = z.object({
  dependencies: ranges,
  devDependencies: ranges,
  optionalDependencies: ranges,
  overrides: z.record(z.string(), z.unknown()).optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Everything that is wrong, with that version of Node. What `overrides` replaces is what somebody meant. */
export function problemsOf(lock: Lockfile, manifests: Manifests, node: string): readonly Problem[] {
  const overridden = new Set(
    Object.keys(manifests.get('')?.overrides ?? {}).map((one) => one.replace(/(?<=.)@.*$/, '')),
  );
  return [
    ...[...manifests].flatMap(([at, manifest]) => drift(lock, at, manifest)),
    ...[lock.root, ...lock.packages.values()].flatMap((one) => [
      ...declared(lock, one, overridden),
      ...peers(lock, one, overridden),
      ...engines(one, node),
      ...deprecated(one),
    ]),
  ];
}

/** What a package.json says, and the lockfile was not told. */
function drift(lock: Lockfile, at: string, manifest: Manifest): readonly Problem[] {
  const one = at === '' ? lock.root : lock.packages.get(at);
  if (one === undefined) return [];
  return (['dependencies', 'devDependencies', 'optionalDependencies'] as const).flatMap((field) => {
    const [said, locked] = [manifest[field] ?? {}, one[field]];
    return [...new Set([...Object.keys(said), ...Object.keys(locked)])]
      .filter((name) => said[name] !== locked[name])
      .map((name) => ({
        ...{ kind: 'declared' as const, of: one },
        what: `package.json wants ${name} ${said[name] ?? 'not at all'}, and the lockfile is of ${locked[name] ?? 'none'}`,
        fix: 'bring it up to date: `npm install --package-lock-only`.',
      }));
  });
}

function declared(lock: Lockfile, one: LockedPackage, overridden: ReadonlySet<string>): readonly Problem[] {
  const isOurs = !one.at.includes('node_modules/');
  const wanted = { ...(isOurs ? one.devDependencies : {}), ...one.dependencies, ...one.optionalDependencies };
  return Object.entries(wanted).flatMap(([name, range]) => {
    if (overridden.has(name)) return [];
    const found = resolveFrom(lock, one.at, name);
    const mayLack = name in one.optionalDependencies;
    if (found === undefined ? mayLack : satisfies(found, range)) return [];
    return [
      {
        ...{ kind: 'declared' as const, of: one },
        what: `needs ${name} ${range}, and gets ${found?.version ?? 'none'}`,
        fix: 'write the lockfile anew: `npm install --package-lock-only`.',
      },
    ];
  });
}

function peers(lock: Lockfile, one: LockedPackage, overridden: ReadonlySet<string>): readonly Problem[] {
  return Object.entries(one.peerDependencies).flatMap(([name, range]) => {
    if (overridden.has(name)) return [];
    const found = resolveFrom(lock, one.at, name);
    const mayLack = one.peerDependenciesMeta[name]?.optional === true;
    if (found === undefined ? mayLack : satisfies(found, range)) return [];
    return [
      {
        ...{ kind: 'peers' as const, of: one },
        what: `works beside ${name} ${range}, and stands beside ${found?.version ?? 'none'}`,
        fix: `take versions of both that are made for each other.`,
      },
    ];
  });
}

function engines(one: LockedPackage, node: string): readonly Problem[] {
  const range = one.engines['node'];
  if (range === undefined || semver().satisfies(node, range)) return [];
  return [
    {
      ...{ kind: 'engines' as const, of: one },
      what: `is for Node ${range}, and this is ${node}`,
      fix: 'take a version that is for this Node.',
    },
  ];
}

/** Words of whoever deprecates something that say how to go on; "do not use" does not. */
const WAY_ON =
  /(?<!\b(?:not|never|stop|cannot|don.?t)\s+)\b(use|upgrade|update|replaced|moved|migrate|renamed|instead|see)\b/i;

function deprecated(one: LockedPackage): readonly Problem[] {
  if (one.deprecated === undefined || WAY_ON.test(one.deprecated)) return [];
  return [
    {
      ...{ kind: 'deprecated' as const, of: one },
      what: `is deprecated: ${one.deprecated || 'nobody says why'}`,
      fix: 'do without it, or say in a waiver until when.',
    },
  ];
}

/** What is no range, as a tag, a file or a fork, is what the lockfile has. */
function satisfies({ version }: LockedPackage, wanted: string): boolean {
  const range = wanted.replace(/^npm:(?:@[^@]+|[^@]+)@/, '');
  if (semver().validRange(range) === null) return true;
  return semver().satisfies(version, range, { includePrerelease: true });
}

function semver(): typeof import('semver') {
  return require('semver') as typeof import('semver');
}
