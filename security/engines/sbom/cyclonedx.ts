import { type Lockfile, type LockedPackage, resolveFrom } from '../../source/lockfile.ts';
import { licenceOf } from './licences.ts';
import { purlOf } from './purl.ts';

/** What a document says of itself. */
export interface Made {
  readonly at: Date;
  /** The commit that the lockfile is of, where it is known. */
  readonly commit: string | undefined;
}

/** The lockfile as CycloneDX 1.6: each place where a package is installed is a component. */
export function cycloneDxOf(lock: Lockfile, { at, commit }: Made): object {
  const packages = [...lock.packages.values()];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: at.toISOString(),
      tools: { components: [{ type: 'application', name: 'release-harness' }] },
      component: {
        ...{ type: 'application', name: lock.root.name, version: lock.root.version, 'bom-ref': 'root' },
        ...(commit !== undefined && { properties: [{ name: 'git:commit', value: commit }] }),
      },
      lifecycles: [{ phase: 'pre-build' }],
    },
    components: packages.map(component),
    dependencies: [lock.root, ...packages].map((one) => ({ ref: refOf(one), dependsOn: needed(lock, one) })),
  };
}

function component(one: LockedPackage): object {
  const licence = licenceOf(one);
  const [algorithm, digest] = hashOf(one.integrity);
  return {
    ...{ type: 'library', 'bom-ref': refOf(one), name: one.name, version: one.version, purl: purlOf(one) },
    scope: one.optional || one.devOptional ? 'optional' : one.dev ? 'excluded' : 'required',
    ...(licence !== undefined && { licenses: [{ expression: licence }] }),
    ...(digest !== undefined && { hashes: [{ alg: algorithm, content: digest }] }),
    ...(one.resolved?.startsWith('https://') === true && {
      externalReferences: [{ type: 'distribution', url: one.resolved }],
    }),
    properties: [{ name: 'cdx:npm:package:path', value: one.at }],
  };
}

function refOf({ at }: LockedPackage): string {
  return at === '' ? 'root' : at;
}

function needed(lock: Lockfile, one: LockedPackage): readonly string[] {
  const names = Object.keys({
    ...one.dependencies,
    ...one.optionalDependencies,
    ...(one.at === '' && one.devDependencies),
  });
  const found = names.flatMap((name) => resolveFrom(lock, one.at, name) ?? []);
  return [...new Set(found.map(refOf))].sort();
}

/** An `integrity` as CycloneDX has it: `sha512-<base64>` is SHA-512 in hex. */
export function hashOf(integrity: string | undefined): readonly [string, string] | readonly [] {
  const [, bits, base64] = /^sha(1|256|384|512)-(\S+)/.exec(integrity ?? '') ?? [];
  return base64 === undefined ? [] : [`SHA-${bits ?? ''}`, Buffer.from(base64, 'base64').toString('hex')];
}
