import { InfraError } from '../../kernel/errors.ts';
import type { Scope } from '../../kernel/scope.ts';
import { lastWords, runToEnd } from './run-to-end.ts';

/** What a hook that started us has set, and would lead git elsewhere. */
const ELSEWHERE = {
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
};

/** In a repository of ours: no configuration but its own, so that nobody's attributes or aliases hide a file. */
export const ALONE = {
  ...ELSEWHERE,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_ATTR_NOSYSTEM: '1',
  // The tree's own .gitattributes could call a file binary, which is then not shown: the empty tree has none.
  GIT_ATTR_SOURCE: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  GIT_NO_REPLACE_OBJECTS: '1',
};

export interface GitCall {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

/** Runs git in a folder and gives what it printed. Throws an InfraError with its own words where it fails. */
export async function git(
  scope: Scope,
  folder: string,
  args: readonly string[],
  { env = ELSEWHERE, input }: GitCall = {},
): Promise<string> {
  const ended = await runToEnd(scope, { command: 'git', args: ['-C', folder, ...args], env }, input);
  if (ended.code === 0) return ended.out;
  throw new InfraError({
    what: `\`git ${args[0] ?? ''}\` in ${folder} ended with ${ended.code ?? 'a signal'}: ${lastWords(ended)}.`,
    fix: 'make it a git checkout that this user may read.',
  });
}

/** Whether a folder lies in a git checkout. */
export async function isRepository(scope: Scope, folder: string): Promise<boolean> {
  const args = ['-C', folder, 'rev-parse', '--is-inside-work-tree'];
  const ended = await runToEnd(scope, { command: 'git', args, env: ELSEWHERE });
  if (ended.code === 0) return ended.out.trim() === 'true';
  if (/not a git repository/i.test(ended.err)) return false;
  throw new InfraError({
    what: `git cannot read ${folder}: ${lastWords(ended)}.`,
    fix: 'do what git says, and run the suite again.',
  });
}
