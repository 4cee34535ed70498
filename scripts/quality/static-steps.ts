import { FOLDERS } from './folders.ts';
import type { Step } from './step.ts';

/** What was found to be formatted is known by its content, the options and prettier's version: on another branch as well. */
const KNOWN_AS_FORMATTED = [
  '--cache',
  '--cache-strategy',
  'content',
  '--cache-location',
  '.harness/prettier.json',
];

/** What can be said of the code without running it. */
export const STATIC_STEPS: readonly Step[] = [
  { name: 'lint and types', command: 'oxlint', args: ['--max-warnings', '0'] },
  {
    name: 'format',
    command: 'prettier',
    args: ['--check', '--log-level', 'warn', ...KNOWN_AS_FORMATTED, '.'],
  },
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
  {
    name: 'reference',
    command: 'node',
    args: ['--disable-warning=ExperimentalWarning', 'scripts/quality/reference.ts', '--check'],
  },
];
