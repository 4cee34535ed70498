import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DETECTION_FILE, detectionSchema, type Detection } from './detection.ts';

/**
 * The newest whole detection below `reports/detect/` of that commit; undefined if there is none. One of a part of the defects, or
 * cut short, does not count. With uncommitted changes on either side there is none: a commit does not say what code they are.
 */
export async function latestDetection(
  folder: string,
  git: Detection['git'] | undefined,
): Promise<Detection | undefined> {
  if (git === undefined || git.dirty) return undefined;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const read = await Promise.all(names.map((name) => readDetection(join(folder, name, DETECTION_FILE))));
  return read
    .filter((one) => one !== undefined)
    .filter((one) => one.whole && one.complete && isOf(one, git))
    .sort((a, b) => b.endedAt.localeCompare(a.endedAt))[0];
}

function isOf({ git: of }: Detection, git: NonNullable<Detection['git']>): boolean {
  return of?.commit === git.commit && !of.dirty;
}

async function readDetection(file: string): Promise<Detection | undefined> {
  try {
    return detectionSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
