import { defineConfig } from 'vitest/config';

// Pact's native part reads the environment of the process itself; `test.env` would reach the threads only.
process.env['PACT_DO_NOT_TRACK'] = 'true';
process.env['SCARF_ANALYTICS'] = 'false';

/** For `npx vitest run --config contract/vitest.config.ts` against `./harness target up`, and for the harness's own suites. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['suites/**/*.pact.ts', 'suites/**/*.contract.ts'],
    // Parallel forks lose interactions of a pact without a word.
    pool: 'threads',
    maxWorkers: 2,
    // A forgotten `.only` would hide all other tests.
    allowOnly: false,
    testTimeout: 30_000,
  },
});
