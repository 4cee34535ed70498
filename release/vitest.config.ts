import { defineConfig } from 'vitest/config';

/** For `npx vitest run --config release/vitest.config.ts` against a system that runs, and for the harness's own suites. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['suites/**/*.verify.ts'],
    // A forgotten `.only` would hide all other tests.
    allowOnly: false,
    testTimeout: 30_000,
  },
});
