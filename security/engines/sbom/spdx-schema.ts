import { z } from 'zod';

const id = z.string().regex(/^SPDXRef-[A-Za-z0-9.-]+$/);
const nothing = z.enum(['NONE', 'NOASSERTION']);
const DIGITS: Readonly<Record<string, number>> = { SHA1: 40, SHA256: 64, SHA384: 96, SHA512: 128 };

const checksum = z
  .strictObject({
    algorithm: z.enum(['SHA1', 'SHA256', 'SHA384', 'SHA512']),
    checksumValue: z.string().regex(/^[0-9a-f]+$/),
  })
  .refine(({ algorithm, checksumValue }) => checksumValue.length === DIGITS[algorithm], {
    error: 'as many digits as its algorithm has',
  });

const licence = z.union([nothing, z.string().regex(/^[A-Za-z0-9.+() -]+$/)]);

const packageSchema = z.strictObject({
  name: z.string().min(1),
  SPDXID: id,
  versionInfo: z.string().min(1),
  downloadLocation: z.union([nothing, z.url()]),
  filesAnalyzed: z.literal(false),
  licenseConcluded: licence,
  licenseDeclared: licence,
  copyrightText: z.string().min(1),
  checksums: z.array(checksum).optional(),
  externalRefs: z.array(
    z.strictObject({
      referenceCategory: z.literal('PACKAGE-MANAGER'),
      referenceType: z.literal('purl'),
      referenceLocator: z.string().regex(/^pkg:npm\/\S+$/),
    }),
  ),
  comment: z.string().optional(),
});

/**
 * What SPDX 2.3 asks of the documents that we write, field by field from its specification (clauses 6, 7 and 11), and no field more:
 * its JSON schema is in no package. Beyond that schema it holds identifiers to be unique and relationships to lead somewhere.
 */
export const spdxSchema = z
  .strictObject({
    spdxVersion: z.literal('SPDX-2.3'),
    dataLicense: z.literal('CC0-1.0'),
    SPDXID: z.literal('SPDXRef-DOCUMENT'),
    name: z.string().min(1),
    documentNamespace: z.url().refine((url) => !url.includes('#'), { error: 'a URI without a fragment' }),
    creationInfo: z.strictObject({
      created: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      creators: z.array(z.string().regex(/^(Tool|Person|Organization): \S/)).min(1),
      comment: z.string().optional(),
    }),
    documentDescribes: z.array(id).min(1),
    packages: z.array(packageSchema).min(1),
    relationships: z.array(
      z.strictObject({
        spdxElementId: id,
        relationshipType: z.enum(['DESCRIBES', 'DEPENDS_ON', 'OPTIONAL_DEPENDENCY_OF', 'DEV_DEPENDENCY_OF']),
        relatedSpdxElement: id,
      }),
    ),
  })
  .superRefine(({ packages, relationships, documentDescribes }, context) => {
    const known = new Set(['SPDXRef-DOCUMENT', ...packages.map(({ SPDXID }) => SPDXID)]);
    if (known.size !== packages.length + 1) context.addIssue('an SPDXID stands there twice');
    const named = relationships.flatMap((one) => [one.spdxElementId, one.relatedSpdxElement]);
    for (const one of [...documentDescribes, ...named])
      if (!known.has(one)) context.addIssue(`${one} is named and not there`);
  });
