import { createHash } from 'node:crypto';
import { type Lockfile, type LockedPackage, resolveFrom } from '../../source/lockfile.ts';
import { hashOf, type Made } from './cyclonedx.ts';
import { licenceOf } from './licences.ts';
import { purlOf } from './purl.ts';

/** The lockfile as SPDX 2.3: each place where a package is installed is a package. */
export function spdxOf(lock: Lockfile, { at, commit }: Made): object {
  const packages = [...lock.packages.values()];
  const digest = createHash('sha256')
    .update(JSON.stringify([...lock.packages]))
    .digest('hex')
    .slice(0, 32);
  const relationships = [
    { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: idOf(lock.root) },
    ...[lock.root, ...packages].flatMap((one) => dependencies(lock, one)),
  ];
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `${lock.root.name}-${lock.root.version}`,
    documentNamespace: `https://spdx.org/spdxdocs/${encodeURIComponent(lock.root.name)}-${digest}`,
    creationInfo: {
      created: at.toISOString().replace(/\.\d+Z$/, 'Z'),
      creators: ['Tool: release-harness'],
      ...(commit !== undefined && { comment: `of commit ${commit}` }),
    },
    documentDescribes: [idOf(lock.root)],
    packages: [lock.root, ...packages].map(packageOf),
    relationships,
  };
}

function packageOf(one: LockedPackage): object {
  const [algorithm, checksumValue] = hashOf(one.integrity);
  const licence = licenceOf(one) ?? 'NOASSERTION';
  return {
    ...{ name: one.name, SPDXID: idOf(one), versionInfo: one.version },
    downloadLocation: one.resolved?.startsWith('https://') === true ? one.resolved : 'NOASSERTION',
    ...{ filesAnalyzed: false, licenseConcluded: 'NOASSERTION', licenseDeclared: licence },
    copyrightText: 'NOASSERTION',
    ...(checksumValue !== undefined && {
      checksums: [{ algorithm: algorithm?.replace('-', ''), checksumValue }],
    }),
    externalRefs: [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purlOf(one) },
    ],
    ...(one.at !== '' && { comment: `installed at ${one.at}` }),
  };
}

/** Unique by where it is installed: what an identifier may not hold is written as its code. */
function idOf({ at }: LockedPackage): string {
  if (at === '') return 'SPDXRef-Root';
  return `SPDXRef-${at.replace(/[^A-Za-z0-9]/g, (sign) => (sign === '/' ? '.' : `-${sign.charCodeAt(0)}-`))}`;
}

function dependencies(lock: Lockfile, one: LockedPackage): readonly object[] {
  const of = (names: object, relationshipType: string) =>
    Object.keys(names).flatMap((name) => {
      const found = resolveFrom(lock, one.at, name);
      if (found === undefined) return [];
      return relationshipType === 'DEPENDS_ON'
        ? [{ spdxElementId: idOf(one), relationshipType, relatedSpdxElement: idOf(found) }]
        : [{ spdxElementId: idOf(found), relationshipType, relatedSpdxElement: idOf(one) }];
    });
  return [
    ...of(one.dependencies, 'DEPENDS_ON'),
    ...of(one.optionalDependencies, 'OPTIONAL_DEPENDENCY_OF'),
    ...(one.at === '' ? of(one.devDependencies, 'DEV_DEPENDENCY_OF') : []),
  ];
}
