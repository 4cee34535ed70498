import type { Step } from './step.ts';

const FOLDERS = [
  'kernel',
  'fixtures',
  'evidence',
  'reports',
  'e2e',
  'contract',
  'load',
  'chaos',
  'security',
  'scripts',
];

/** Sources that were linted before, as they are, are not linted again. */
const LINT_CACHE = ['--cache', '--cache-strategy', 'content', '--cache-location', '.harness/lint/'];

/** What can be said of the code without running it. */
export const STATIC_STEPS: readonly Step[] = [
  { name: 'format', command: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: 'eslint', args: ['--max-warnings', '0', ...LINT_CACHE, '.'] },
  { name: 'types', command: 'tsc', args: ['-p', '.'] },
  {
    name: 'imports',
    command: 'depcruise',
    args: ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...FOLDERS, 'harness.config.ts'],
  },
  {
    name: 'defect names',
    command: 'node',
    args: ['--disable-warning=ExperimentalWarning', 'scripts/quality/defect-names.ts'],
  },
];
