import { lstatSync, readdirSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { InfraError } from '../../kernel/errors.ts';
import type { Scope } from '../../kernel/scope.ts';
import { git, isRepository } from './git.ts';

/** The files of a checkout: what would be committed, with what nobody has committed yet. Paths are relative to the folder. */
export interface Tree {
  readonly folder: string;
  /** Of a git checkout: the folder's place in its repository, `apps/shop/`; empty at its root. */
  readonly prefix: string;
  readonly isRepository: boolean;
  readonly files: readonly string[];
  /** Links and repositories within: their names, for nothing looks into them. */
  readonly passedOver: readonly string[];
}

/**
 * Lists a checkout's files: in a repository those that git does not ignore, else all but installed packages. Throws where git was told to
 * leave some of them out of the folder: they are of the product all the same, and nobody would look at them.
 */
export async function treeOf(scope: Scope, folder: string): Promise<Tree> {
  const repository = await isRepository(scope, folder);
  if (repository) await mustBeCheckedOut(scope, folder);
  const names = repository ? await known(scope, folder) : everything(folder);
  const files: string[] = [];
  const passedOver: string[] = [];
  for (const name of names) {
    const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (found === undefined) continue; // Deleted, and that is not committed yet.
    if (found.isFile()) files.push(name);
    else passedOver.push(name);
  }
  const prefix = repository ? (await git(scope, folder, ['rev-parse', '--show-prefix'])).trim() : '';
  return { folder, prefix, isRepository: repository, files: files.sort(), passedOver };
}

async function mustBeCheckedOut(scope: Scope, folder: string): Promise<void> {
  const marked = (await git(scope, folder, ['ls-files', '-z', '-t', '--cached'])).split('\0');
  const left = marked.filter((line) => line.startsWith('S ')).map((line) => line.slice(2));
  if (left.length === 0) return;
  throw new InfraError({
    what: `${folder} is checked out in part: ${left.length} files are not there, such as ${left[0] ?? ''}.`,
    fix: '`git sparse-checkout disable` there; one that was marked by hand: `git update-index --no-skip-worktree <file>`.',
  });
}

async function known(scope: Scope, folder: string): Promise<readonly string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  return (await git(scope, folder, args)).split('\0').filter((name) => name !== '');
}

function everything(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => !name.split('/').includes('node_modules'));
}

/** Copies files of a tree to where nothing but them is. */
export async function copyTree(
  { folder }: Tree,
  files: readonly string[],
  into: string,
  named = (file: string) => file,
): Promise<void> {
  for (const name of files) {
    const target = join(into, named(name));
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(folder, name), target);
  }
}
