import type { RunFolder } from './store.ts';
import type { Sentence } from '../kernel/sentence.ts';

/** One thing of a run's evidence that is not as it should be. */
export interface Problem {
  /** Relative to the run's folder. */
  readonly path: string;
  readonly problem: string;
  /**
   * `changed`: it is not what was recorded. `unsealed`: the run still goes on, or was killed and waits for `heal`. `unreadable`: it is
   * what was recorded, but this version does not know it.
   */
  readonly kind: 'changed' | 'unsealed' | 'unreadable';
}

const SAID = 3;

const KINDS: readonly (readonly [Problem['kind'], what: string, fix: (run: RunFolder) => string])[] = [
  [
    'changed',
    'evidence was changed',
    ({ id, folder }) =>
      `restore ${folder} from a copy, or run again; ./harness evidence verify ${id} names all that was changed`,
  ],
  ['unsealed', 'the run is not sealed', () => './harness heal, unless it still goes on'],
  ['unreadable', 'evidence cannot be read', () => 'judge it with the version that made it'],
];

/** The same for a person: a sentence for each kind of problem, however many there are. */
export function sayProblems(problems: readonly Problem[], run: RunFolder): readonly Sentence[] {
  return KINDS.flatMap(([kind, what, fix]) => {
    const some = problems.filter((problem) => problem.kind === kind);
    if (some.length === 0) return [];
    const more = some.length > SAID ? `; and ${some.length - SAID} more` : '';
    const said = some.slice(0, SAID).map(({ path, problem }) => `${path} ${problem}`);
    return [{ what: `${what}: ${said.join('; ')}${more}.`, fix: fix(run) }];
  });
}
