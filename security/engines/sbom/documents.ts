import { z } from 'zod';
import { InfraError } from '../../../kernel/errors.ts';
import { differences, multiset, type Lockfile } from '../../source/lockfile.ts';
import { cycloneDxOf, type Made } from './cyclonedx.ts';
import { cycloneDxProblems } from './cyclonedx-schema.ts';
import { ofPurl } from './purl.ts';
import { spdxOf } from './spdx.ts';
import { spdxSchema } from './spdx-schema.ts';

/** A format of SBOMs: how a document is made, what is wrong with one, and which packages one names. */
export interface Format {
  readonly title: string;
  readonly file: string;
  /** The aspects that it shows: valid, complete. */
  readonly proves: { readonly valid: string; readonly complete: string };
  make(lock: Lockfile, made: Made): object;
  problems(document: unknown): readonly string[];
  packages(document: unknown): ReadonlyMap<string, number>;
}

const cycloneDxSchema = z.object({ components: z.array(z.object({ purl: z.string() })) });
const spdxPackages = z.object({
  packages: z.array(
    z.object({ SPDXID: z.string(), externalRefs: z.array(z.object({ referenceLocator: z.string() })) }),
  ),
});

export const FORMATS: readonly Format[] = [
  {
    title: 'CycloneDX 1.6',
    file: 'cyclonedx.json',
    proves: { valid: 'SEC-03/cyclonedx-valid', complete: 'SEC-03/cyclonedx-complete' },
    make: cycloneDxOf,
    problems: cycloneDxProblems,
    packages: (document) =>
      multiset(cycloneDxSchema.parse(document).components.flatMap(({ purl }) => ofPurl(purl) ?? [])),
  },
  {
    title: 'SPDX 2.3',
    file: 'spdx.json',
    proves: { valid: 'SEC-03/spdx-valid', complete: 'SEC-03/spdx-complete' },
    make: spdxOf,
    problems: (document) =>
      (spdxSchema.safeParse(document).error?.issues ?? []).map(
        ({ path, message }) => `/${path.join('/')} ${message}`,
      ),
    packages: (document) =>
      multiset(
        spdxPackages
          .parse(document)
          .packages.filter(({ SPDXID }) => SPDXID !== 'SPDXRef-Root')
          .flatMap(({ externalRefs: [first] }) => ofPurl(first?.referenceLocator ?? '') ?? []),
      ),
  },
];

/** The packages of a lockfile, counted from its text alone, so that what made a document is not asked what should be in it. */
export function packagesIn(text: string): ReadonlyMap<string, number> {
  const { packages } = JSON.parse(text) as {
    packages: Readonly<Record<string, { name?: string; version?: string; link?: boolean }>>;
  };
  return multiset(
    Object.entries(packages)
      .filter(([at, { link }]) => at !== '' && link !== true)
      .map(([at, { name, version = '0.0.0' }]) => ({
        name: name ?? at.split('node_modules/').at(-1) ?? at,
        version,
      })),
  );
}

/** Throws where a document that is wrong is not found so: then that another one is right says nothing. */
export function mustSeeFaults(format: Format, document: object, wanted: ReadonlyMap<string, number>): void {
  const unknownField = { ...document, harnessCanary: true };
  const oneLess = Object.fromEntries(
    Object.entries(document).map(([key, value]) => [
      key,
      key === 'components' || key === 'packages' ? (value as unknown[]).slice(0, -1) : (value as unknown),
    ]),
  );
  const seen =
    format.problems(unknownField).length > 0 && differences(wanted, format.packages(oneLess)).length > 0;
  if (seen) return;
  throw new InfraError({
    what: `a ${format.title} document with an unknown field, or without its last package, is taken for whole.`,
    fix: 'see security/engines/sbom, and which version of its schemas is installed.',
  });
}
