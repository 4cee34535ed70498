import { defineEngine } from '../../../kernel/engine.ts';
import { optionsFor, type PactOptions, optionsSchema, parseOptions } from './options.ts';

/** Verifies pacts, a file or a folder of them, against the running provider: a stranger's as they are. */
export default defineEngine<PactOptions>({
  name: 'pact',
  kinds: ['contract'],
  tools: [],
  metrics: [],
  accepts: (path, named) => Promise.resolve(optionsFor(path, named)),
  options: optionsSchema,
  parse: parseOptions,
  unavailable: () => Promise.resolve(undefined),
  run: async (suiteRun) => {
    const { verifyPacts } = await import('./verify-pacts.ts');
    await verifyPacts(suiteRun);
  },
});
