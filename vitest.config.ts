import { configDefaults, defineConfig } from 'vitest/config';
import { FOLDERS, KIND_FOLDERS } from './scripts/quality/folders.ts';
import { slowness } from './scripts/quality/slowness.ts';

const folders = `{${FOLDERS.join(',')}}`;
const exclude = [
  ...configDefaults.exclude,
  '.harness/**',
  'evidence/runs/**',
  'reports/runs/**',
  'reports/ci/**',
  'scripts/acceptance/strangers/**',
];
const notUnit = ['**/*.integration.test.ts', '**/*.alone.test.ts', '**/*.long.test.ts'];

const env = {
  /** What is printed is compared as text: CI services that ask for colours must not change it, here and in what tests start. */
  NO_COLOR: '1',
  /** For kernel/testing/patience.ts. */
  HARNESS_TEST_SLOWNESS: String(slowness()),
};

/** Limits that only guard against hanging: no test takes a tenth of it. */
const HANGING_MS = 600_000 * Number(env.HARNESS_TEST_SLOWNESS);

/** What is polled for is told by its own state. */
const polled = { poll: { timeout: HANGING_MS / 10, interval: 20 } };

const withEngines = {
  env,
  exclude,
  expect: polled,
  testTimeout: HANGING_MS,
  hookTimeout: HANGING_MS,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          env,
          include: [`${folders}/**/*.test.ts`],
          exclude: [...exclude, ...notUnit],
          expect: polled,
          testTimeout: HANGING_MS / 5,
          // Unit tests share nothing that they change, so a fresh worker for each file would only cost time.
          isolate: false,
          // One for each core: by itself vitest leaves a core of two idle.
          maxWorkers: '100%',
        },
      },
      // Real engines. They wait more than they work: three files share two cores well.
      {
        test: {
          ...withEngines,
          name: 'integration',
          include: [`${folders}/**/*.integration.test.ts`],
          maxWorkers: 3,
        },
      },
      // What measures, or disturbs: one file at a time, so that none disturbs the other.
      {
        test: {
          ...withEngines,
          name: 'alone',
          include: [`${folders}/**/*.alone.test.ts`],
          fileParallelism: false,
        },
      },
      // `npm run test:long`.
      {
        test: {
          ...withEngines,
          name: 'long',
          include: [`${folders}/**/*.long.test.ts`],
          testTimeout: 0,
          fileParallelism: false,
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
        `{${KIND_FOLDERS.join(',')}}/engines/**/*.ts`,
        'load/comparison/**/*.ts',
      ],
      exclude: ['**/*.test.ts', '**/testing/**', '{evidence,reports}/{runs,latest,ci}/**'],
      reporter: ['text-summary', 'lcovonly', 'json-summary'],
      reportsDirectory: 'coverage',
      thresholds: { lines: 80 },
    },
  },
});
