import { join } from 'node:path';
import { defineEngine } from '../../../kernel/engine.ts';
import { whyNoSource } from '../../source/subjects.ts';
import { optionsSchema, type SbomOptions } from './options.ts';

/**
 * Writes what a checkout is made of, from its lockfiles, as CycloneDX and as SPDX, and holds both to their schemas and to the lockfile;
 * and its licences to a list.
 */
export default defineEngine<SbomOptions, 'source'>({
  name: 'sbom',
  kinds: ['security'],
  toolKind: 'sbom',
  needs: 'source',
  tools: [],
  metrics: ['findings.critical', 'findings.high', 'findings.medium', 'findings.low', 'findings.examined'],
  options: optionsSchema,
  parse: (options, folder) => {
    const { licences, ...rest } = optionsSchema.parse(options);
    return { ...rest, licences: join(folder, licences) };
  },
  proves: async () =>
    (await import('./documents.ts')).FORMATS.flatMap(({ proves }) => [proves.valid, proves.complete]),
  unavailable: ({ environment, options }) =>
    Promise.resolve(options && whyNoSource(environment, options.subjects)),
  async run(suiteRun) {
    const { writeSboms } = await import('./write-sboms.ts');
    await writeSboms(suiteRun);
  },
});
