/**
 * Imported before anything that asks for the project: takes `--project` from the command line, and settles which folder it is for
 * this process and all that it starts.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { nearestProject, PRODUCT, PROJECT_FILE } from '../kernel/find-project.ts';

/** What needs no project: without a verb there is only help. */
const WITHOUT = new Set([undefined, 'init', 'help', '--help', '-h', '--version', '-V']);

export interface ProjectChoice {
  /** The command line without the option. */
  readonly words: readonly string[];
  readonly project: string | undefined;
  readonly problem?: string;
}

/** Pure but for the files that it looks for. What is after `--` is nobody's option. */
export function chooseProject(
  words: readonly string[],
  { cwd, said, product = PRODUCT }: { cwd: string; said?: string | undefined; product?: string },
): ProjectChoice {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const at = words.findIndex((word, index) => index < end && /^--project(=|$)/.test(word));
  const isJoined = words[at]?.includes('=') === true;
  const rest = at < 0 ? words : words.toSpliced(at, isJoined ? 1 : 2);
  const named = at < 0 ? said : isJoined ? words[at]?.slice('--project='.length) : words[at + 1];
  if (at >= 0 && (named === undefined || named === '' || named.startsWith('-')))
    return { words: rest, project: undefined, problem: '--project: got no folder; --project <folder>' };
  if (named !== undefined)
    return {
      words: rest,
      ...ofFolder(resolve(cwd, named), rest[0], at < 0 ? 'HARNESS_PROJECT' : '--project'),
    };
  // A project is begun where one stands, whatever is above.
  if (rest[0] === 'init') return { words: rest, project: cwd };
  const project = nearestProject(cwd) ?? (existsSync(join(product, PROJECT_FILE)) ? product : undefined);
  if (project !== undefined || WITHOUT.has(rest[0])) return { words: rest, project };
  return {
    words: rest,
    project,
    problem: `${cwd}: there is no ${PROJECT_FILE} here or above; npx harness init writes one; or name a project's folder with --project`,
  };
}

function ofFolder(
  folder: string,
  verb: string | undefined,
  by: '--project' | 'HARNESS_PROJECT',
): Omit<ProjectChoice, 'words'> {
  const there = statSync(folder, { throwIfNoEntry: false });
  const isFile = there?.isDirectory() === false;
  if (!isFile && (existsSync(join(folder, PROJECT_FILE)) || WITHOUT.has(verb))) return { project: folder };
  const why = isFile ? 'it is no folder' : there ? `it has no ${PROJECT_FILE}` : 'it is not there';
  const place = isFile ? dirname(folder) : folder;
  const fix = existsSync(join(place, PROJECT_FILE))
    ? `name the one that it lies in: ${place}`
    : `name the folder of a project's ${PROJECT_FILE}, or write one with harness init --project ${place}`;
  return { project: undefined, problem: `${by}: got ${folder}; ${why}; ${fix}` };
}

/** For this process, and by its environment for those that it starts. */
export function settleProject(): void {
  const { words, project, problem } = chooseProject(process.argv.slice(2), {
    cwd: process.cwd(),
    said: process.env['HARNESS_PROJECT'],
  });
  if (problem !== undefined) {
    console.error(problem);
    process.exit(254);
  }
  process.argv.splice(2, Infinity, ...words);
  process.env['HARNESS_PROJECT'] = project ?? process.cwd();
}
