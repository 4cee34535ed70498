import { defineConfig } from 'vitest/config';

/** For `npx vitest run --config security/vitest.config.ts` against `./harness target up`, and for the harness's own suites. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['suites/**/*.contract.ts'],
    // A forgotten `.only` would hide all other tests.
    allowOnly: false,
    testTimeout: 60_000,
    hookTimeout: 280_000,
  },
});
