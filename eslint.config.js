import tseslint from 'typescript-eslint';
import { treeHash } from './scripts/detect/fingerprint.ts';

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '.harness/',
      'evidence/runs/',
      'reports/runs/',
      'coverage/',
      'scripts/acceptance/strangers/',
      '**/*.js',
      '**/*.cjs',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    // What a rule says of a file may rest on the types of any other: a cached result (--cache) counts for the same sources only.
    settings: { sources: treeHash(import.meta.dirname, /\.(ts|json)$/) },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A promise that nobody awaits is work that nobody stops.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
);
