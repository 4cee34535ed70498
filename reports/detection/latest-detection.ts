import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { DETECTION_FILE, detectionSchema, type Detection } from './detection.ts';
import { MUTATION_FILE, mutationSchema, type Mutation } from './mutants/mutation.ts';

type Git = Detection['git'];

/**
 * The newest whole detection below `reports/detect/` of that commit; undefined if there is none. One of a part of the defects, or
 * cut short, does not count. With uncommitted changes on either side there is none: a commit does not say what code they are.
 */
export async function latestDetection(folder: string, git: Git): Promise<Detection | undefined> {
  const isWhole = ({ whole, complete }: Detection) => whole && complete;
  return latest({ folder, git, file: DETECTION_FILE, schema: detectionSchema, isWhole });
}

/** The newest sample of mutants below `reports/detect/mutants/` that was tried whole, alike. */
export async function latestMutation(folder: string, git: Git): Promise<Mutation | undefined> {
  const isWhole = ({ complete }: Mutation) => complete;
  return latest({ folder, git, file: MUTATION_FILE, schema: mutationSchema, isWhole });
}

interface Wanted<T> {
  readonly folder: string;
  readonly git: Git;
  /** What each of the folders below holds, and its shape. */
  readonly file: string;
  readonly schema: z.ZodType<T>;
  readonly isWhole: (one: T) => boolean;
}

async function latest<T extends Pick<Detection, 'git' | 'endedAt'>>({
  folder,
  git,
  file,
  schema,
  isWhole,
}: Wanted<T>): Promise<T | undefined> {
  if (git === undefined || git.dirty) return undefined;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const read = await Promise.all(names.map((name) => readOne(join(folder, name, file), schema)));
  return read
    .filter((one) => one !== undefined)
    .filter((one) => isWhole(one) && one.git?.commit === git.commit && !one.git.dirty)
    .sort((a, b) => b.endedAt.localeCompare(a.endedAt))[0];
}

async function readOne<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
