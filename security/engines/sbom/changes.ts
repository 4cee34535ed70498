import type { Scope } from '../../../kernel/scope.ts';
import { git } from '../../source/git.ts';
import { multiset, parseLockfile, type Lockfile } from '../../source/lockfile.ts';
import type { Tree } from '../../source/tree.ts';

/** What a lockfile has and an earlier one had not. */
export interface Changes {
  /** A tag, or the commit before the last that changed it. */
  readonly since: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What has changed since the last tag; where there is none, by the last commit that changed it. Undefined where nothing is earlier that can be read. */
export async function changesSince(scope: Scope, tree: Tree, lock: Lockfile): Promise<Changes | undefined> {
  if (!tree.isRepository) return undefined;
  const ask = (...args: string[]) =>
    git(scope, tree.folder, args).then(
      (said) => said.trim(),
      () => '',
    );
  const path = `./${lock.file}`;
  const tag = await ask('describe', '--tags', '--abbrev=0');
  const since = tag || (await ask('log', '-2', '--format=%H', '--', path)).split('\n')[1];
  if (since === undefined || since === '') return undefined;
  const earlier = readable(lock.file, await ask('show', `${since}:${path}`));
  return earlier && changesBetween(since, earlier, lock);
}

/** One that cannot be read any more, as those of npm 6, is none: nobody can write a commit anew. */
function readable(file: string, text: string): Lockfile | undefined {
  try {
    return parseLockfile(file, text);
  } catch {
    return undefined;
  }
}

export function changesBetween(since: string, earlier: Lockfile, now: Lockfile): Changes {
  const [before, after] = [multiset(earlier.packages.values()), multiset(now.packages.values())];
  const beyond = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) =>
    [...a.keys()].filter((key) => !b.has(key)).sort();
  return { since, added: beyond(after, before), removed: beyond(before, after) };
}
