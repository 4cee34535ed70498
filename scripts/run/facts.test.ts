import { expect, test } from 'vitest';
import { readGitStatus } from './facts.ts';

const COMMIT = '# branch.oid 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d\n';

test.each([
  ['a clean branch', `${COMMIT}# branch.head main\n# branch.ab +0 -0\n`, { branch: 'main', dirty: false }],
  ['a new file', `${COMMIT}# branch.head a/b\n? notes.txt\n`, { branch: 'a/b', dirty: true }],
  ['no branch', `${COMMIT}# branch.head (detached)\n`, { branch: 'HEAD', dirty: false }],
])('git tells of %s', (_, said, expected) =>
  expect(readGitStatus(said)).toEqual({ ...expected, commit: '1a2b3c4' }),
);

test('before the first commit there is none to tell of', () =>
  expect(readGitStatus('# branch.oid (initial)\n# branch.head main\n')).toBeUndefined());
