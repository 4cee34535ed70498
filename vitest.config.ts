import { configDefaults, defineConfig } from 'vitest/config';

const folders = '{kernel,fixtures,evidence,reports,e2e,contract,load,chaos,security,scripts}';
const exclude = [...configDefaults.exclude, '.harness/**', 'evidence/runs/**', 'reports/runs/**'];

/** What is printed is compared as text: CI services that ask for colours must not change it, here and in what tests start. */
const env = { NO_COLOR: '1' };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          env,
          include: [`${folders}/**/*.test.ts`],
          exclude: [...exclude, '**/*.integration.test.ts'],
          testTimeout: 10_000,
          // Unit tests share nothing that they change, so a fresh worker for each file would only cost time.
          isolate: false,
        },
      },
      {
        test: {
          name: 'integration',
          env,
          include: [`${folders}/**/*.integration.test.ts`],
          exclude,
          // Real engines on two cores: one file at a time, so that none disturbs the other.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: [
        'kernel/**/*.ts',
        'evidence/**/*.ts',
        'reports/**/*.ts',
        'fixtures/environments/**/*.ts',
        '{e2e,contract,load,chaos,security}/engines/**/*.ts',
      ],
      exclude: ['**/*.test.ts', '**/testing/**', '{evidence,reports}/{runs,latest}/**'],
      reporter: ['text-summary', 'lcovonly', 'json-summary'],
      reportsDirectory: 'coverage',
      thresholds: { lines: 80 },
    },
  },
});
