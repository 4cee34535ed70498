import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InfraError } from '../../kernel/errors.ts';
import type { Scope } from '../../kernel/scope.ts';
import { ALONE, git } from './git.ts';

/** A scratch repository that shares a checkout's commits and holds one of ours beside them. The checkout is never written to. */
export interface History {
  readonly folder: string;
  /** How many commits there are on any branch or tag, without ours. */
  readonly commits: number;
  /** How many of them add or change text; the others only merge, delete, rename or hold what is no text. */
  readonly withText: number;
  /** Options of `git log` that show each of them. */
  readonly logOptions: readonly string[];
}

/** Our commit: a file's name and what is in it. */
export interface Planted {
  readonly file: string;
  readonly text: string;
}

const US = {
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'release harness'],
      [`GIT_${who}_EMAIL`, 'harness@localhost'],
      [`GIT_${who}_DATE`, '2001-01-01T00:00:00Z'],
    ]),
  ),
};

/**
 * Makes it in `into`. Throws an InfraError where the history is not whole: of a shallow clone a scanner sees the last commits only,
 * and calls that clean.
 */
export async function historyOf(
  scope: Scope,
  folder: string,
  planted: Planted,
  into: string,
): Promise<History> {
  await mustBeWhole(scope, folder);
  const rev = async (...args: string[]) => (await git(scope, folder, ['rev-parse', ...args])).trim();
  const format = await rev('--show-object-format');
  await git(scope, '.', ['init', '-q', '--bare', `--object-format=${format}`, into], { env: ALONE });
  const objects = await rev('--path-format=absolute', '--git-path', 'objects');
  await writeFile(join(into, 'objects/info/alternates'), `${objects}\n`);
  await writeFile(join(into, 'packed-refs'), await refsOf(scope, folder));
  const own = (args: readonly string[], input?: string) =>
    git(scope, into, args, { env: { ...ALONE, ...US }, ...(input !== undefined && { input }) });
  const logOptions = ['--full-history', '--all', '--diff-filter=uxdb', await mergesShown(scope)];
  const before = await countsOf(own, logOptions);
  const blob = (await own(['hash-object', '-w', '--stdin'], planted.text)).trim();
  const tree = (await own(['mktree'], `100644 blob ${blob}\t${planted.file}\n`)).trim();
  const commit = (await own(['commit-tree', tree, '-m', 'canary'])).trim();
  await own(['update-ref', 'refs/harness/canary', commit]);
  return { folder: into, ...before, logOptions };
}

async function mustBeWhole(scope: Scope, folder: string): Promise<void> {
  const shallow = (await git(scope, folder, ['rev-parse', '--is-shallow-repository'])).trim();
  if (shallow !== 'false')
    throw new InfraError({
      what: `the history of ${folder} is cut off: it is a shallow clone, and its older commits cannot be looked at.`,
      fix: '`git fetch --unshallow`; in GitHub Actions give actions/checkout `fetch-depth: 0`.',
    });
}

/** Every branch, tag and remote branch, and what is checked out. */
async function refsOf(scope: Scope, folder: string): Promise<string> {
  const format = '--format=%(objectname) %(refname)';
  const refs = (await git(scope, folder, ['for-each-ref', format])).split('\n');
  const real = refs.filter((line) => line !== '' && !line.includes(' refs/replace/'));
  const head = await git(scope, folder, ['rev-parse', '--verify', 'HEAD']).catch(() => undefined);
  if (head === undefined && real.length === 0)
    throw new InfraError({
      what: `${folder} has no commit, so there is no history to look at.`,
      fix: 'commit what is there.',
    });
  const lines = head === undefined ? real : [...real, `${head.trim()} refs/harness/head`];
  return `${lines.sort((a, b) => (a.slice(41) < b.slice(41) ? -1 : 1)).join('\n')}\n`;
}

/** What a merge itself changed, which git log leaves out unless told; older git can only show all that came with it. */
async function mergesShown(scope: Scope): Promise<string> {
  const said = await git(scope, '.', ['version']);
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(said) ?? []).map(Number);
  return major > 2 || minor >= 36 ? '--diff-merges=remerge' : '--diff-merges=first-parent';
}

async function countsOf(
  own: (args: readonly string[]) => Promise<string>,
  logOptions: readonly string[],
): Promise<Pick<History, 'commits' | 'withText'>> {
  const commits = Number(await own(['rev-list', '--all', '--count']));
  const log = await own(['log', ...logOptions, '--numstat', '--format=%x00']);
  const withText = log.split('\0').filter((one) => /^(?!0\t0\t)\d+\t\d+\t/m.test(one)).length;
  return { commits, withText };
}
