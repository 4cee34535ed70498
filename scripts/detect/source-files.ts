import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OUTPUT } from '../root.ts';

/** Every file of the checkout that is source, tracked or new, relative and sorted; without git, all but what is made. */
export function sourceFiles(root: string): readonly string[] {
  const isFile = (file: string) => statSync(join(root, file), { throwIfNoEntry: false })?.isFile() ?? false;
  return [...new Set(fromGit(root) ?? fromDisk(root))].filter(isFile).sort();
}

function fromGit(root: string): readonly string[] | undefined {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 ** 2,
    });
  try {
    // Not a folder that happens to lie in somebody else's checkout.
    if (git('rev-parse', '--show-prefix').trim() !== '') return undefined;
    return git('ls-files', '-coz', '--exclude-standard')
      .split('\0')
      .filter((file) => file !== '');
  } catch {
    return undefined;
  }
}

function fromDisk(root: string): readonly string[] {
  return globSync('**/*', { cwd: root, exclude: (path) => OUTPUT.test(path) });
}
