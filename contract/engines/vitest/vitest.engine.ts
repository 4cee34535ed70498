import { mentions } from '../../../fixtures/plain-files/uses.ts';
import { defineEngine } from '../../../kernel/engine.ts';
import { optionsFor } from './accepts.ts';
import { type VitestOptions, optionsSchema, parseOptions } from './options.ts';

/** Runs Vitest: pacts and contract checks of a suite, or a stranger's configuration or test file as it is. */
export default defineEngine<VitestOptions>({
  name: 'vitest',
  kinds: ['contract', 'security', 'release'],
  tools: [],
  metrics: [],
  accepts: (file, named) => Promise.resolve(optionsFor(file, named)),
  mayStartTarget: ({ config }) => config !== undefined && mentions(config, /\bglobalSetup\b/),
  options: optionsSchema,
  parse: parseOptions,
  narrow: (options, narrowedTo) => ({ ...options, narrowedTo }),
  unavailable: () => Promise.resolve(undefined),
  run: async (suiteRun) => {
    const { runVitest } = await import('./run-vitest.ts');
    await runVitest(suiteRun);
  },
});
