import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InfraError, SuiteError } from '../../../kernel/errors.ts';
import { copyTree, type Tree } from '../../source/tree.ts';
import { CANARY_FILE, canaryText } from './canary.ts';
import { gitleaks, type GitleaksRun, type Leak } from './gitleaks-run.ts';

/** What was looked at of a tree. */
export interface ScannedTree {
  readonly leaks: readonly Leak[];
  readonly read: number;
  /** Files that gitleaks passes over: pictures, fonts, lock files, archives. */
  readonly skipped: readonly string[];
}

/** Looks through a copy of the tree, with a canary beside it. Throws where a file was neither read nor named as skipped. */
export async function scanTree(run: GitleaksRun, tree: Tree): Promise<ScannedTree> {
  if (tree.files.length === 0)
    throw new SuiteError({ what: `${tree.folder} holds no file.`, fix: 'let `source` name a checkout.' });
  const copy = join(run.work, 'tree');
  const named = new Map(tree.files.map((file) => [readableName(file), file]));
  await copyTree(tree, tree.files, copy, readableName);
  await writeFile(join(copy, CANARY_FILE), canaryText());
  const { leaks, said } = await gitleaks(run, 'dir', ['--log-level', 'trace', copy]);
  const looked = lookedAt(said, copy, (file) => named.get(file) ?? file);
  mustHaveLookedAt(tree.files, looked);
  if (looked.read.size === 0)
    throw new SuiteError({
      what: `${tree.folder} holds nothing that gitleaks reads: it passes over ${[...looked.skipped].slice(0, 3).join(', ')}.`,
      fix: 'let `source` name a checkout.',
    });
  const leaked = leaks.map((leak) => {
    const file = leak.File.slice(copy.length + 1);
    return { ...leak, File: named.get(file) ?? file };
  });
  return { leaks: leaked, read: looked.read.size, skipped: [...looked.skipped].sort() };
}

/** gitleaks takes whatever has `.tar` in its name for an archive and passes it over: `a.target.ts` too. */
function readableName(file: string): string {
  return file.replaceAll(/\.tar/gi, '_tar');
}

/** Throws where it neither read a file nor said that it passed it over. */
export function mustHaveLookedAt(files: readonly string[], looked: LookedAt): void {
  const unseen = files.filter((file) => !looked.read.has(file) && !looked.skipped.has(file));
  if (unseen.length === 0) return;
  throw new InfraError({
    what: `gitleaks did not look at ${unseen.length} of ${files.length} files, such as ${unseen[0] ?? ''}.`,
    fix: 'see that they can be read.',
  });
}

interface LookedAt {
  readonly read: ReadonlySet<string>;
  readonly skipped: ReadonlySet<string>;
}

/** What its log says of each file, by the path below the folder that it was given. What one rule alone leaves out is read. */
export function lookedAt(said: string, folder: string, nameOf = (file: string) => file): LookedAt {
  const of = (message: string) =>
    said.split('\n').flatMap((line) => {
      if (/ rule-id=\S+$/.test(line)) return [];
      const path = new RegExp(`^\\S+ [A-Z]{3} ${message}.*? path=(.+)$`).exec(line)?.[1];
      const unquoted = path?.startsWith('"') === true ? (JSON.parse(path) as string) : path;
      return unquoted?.startsWith(`${folder}/`) === true ? [nameOf(unquoted.slice(folder.length + 1))] : [];
    });
  const skipped = new Set(of('skipping (?:empty )?(?:file|archive|binary file|unknown)'));
  const read = new Set(of('scanning path').filter((file) => !skipped.has(file) && file !== CANARY_FILE));
  return { read, skipped };
}
