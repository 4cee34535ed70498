import { InfraError } from '../../../kernel/errors.ts';
import { parseLockfile } from '../../source/lockfile.ts';
import { KINDS, problemsOf } from './problems.ts';

/** One lockfile with all that may be wrong, once. */
const PLANTED = {
  ...{ name: 'canary', version: '1.0.0', lockfileVersion: 3 },
  packages: {
    '': { name: 'canary', version: '1.0.0', dependencies: { a: '^2.0.0' } },
    'node_modules/a': {
      version: '1.0.0',
      peerDependencies: { b: '1.0.0' },
      engines: { node: '<1' },
      deprecated: 'gone',
    },
  },
};

/** Throws where one of these is not seen: then that others have none says nothing. */
export function mustSeeProblems(node: string): void {
  const lock = parseLockfile('package-lock.json', JSON.stringify(PLANTED));
  const seen = new Set(problemsOf(lock, new Map(), node).map(({ kind }) => kind));
  const missed = Object.keys(KINDS).filter((kind) => !(seen as Set<string>).has(kind));
  if (missed.length === 0) return;
  throw new InfraError({
    what: `a planted lockfile is wrong, and this is not seen of it: ${missed.join(', ')}. Nothing else counts.`,
    fix: 'see security/engines/lockfile/problems.ts.',
  });
}
