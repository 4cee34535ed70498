import { defineEngine } from '../../../kernel/engine.ts';
import { whyNoSource } from '../../source/subjects.ts';
import { optionsSchema, type LockfileOptions } from './options.ts';

/** Holds a checkout's lockfiles to what its packages declare: versions, peers, Node; and names what is deprecated. Asks nobody. */
export default defineEngine<LockfileOptions, 'source'>({
  name: 'lockfile',
  kinds: ['security'],
  toolKind: 'sca',
  needs: 'source',
  tools: [],
  metrics: ['findings.critical', 'findings.high', 'findings.medium', 'findings.low', 'findings.examined'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  proves: async () => Object.values((await import('./problems.ts')).KINDS).map(({ proves }) => proves),
  unavailable: ({ environment, options }) =>
    Promise.resolve(options && whyNoSource(environment, options.subjects)),
  async run(suiteRun) {
    const { holdLockfiles } = await import('./hold-lockfiles.ts');
    await holdLockfiles(suiteRun);
  },
});
