import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ROOT } from '../root.ts';
import { EVIDENCE } from '../session/places.ts';

/**
 * The folder of baselines: the one that is asked for, else HARNESS_BASELINES, else evidence/baselines. Git does not ignore it: a team
 * may commit it, or keep it as an artefact of its CI.
 */
export function baselineFolder(asked?: string): string {
  const named = asked ?? process.env['HARNESS_BASELINES'];
  return named === undefined || named === '' ? join(EVIDENCE, 'baselines') : resolve(named);
}

/** `<branch>/<kind>/<suite>.json`. */
export function baselineFile(folder: string, branch: string, suite: string): string {
  return join(folder, branchSlug(branch), `${suite}.json`);
}

/** Every baseline's file, sorted. */
export function baselineFiles(folder: string): readonly string[] {
  return globSync('*/*/*.json', { cwd: folder })
    .sort()
    .map((file) => join(folder, file));
}

/** A name for a folder. Branches whose names had to be changed carry a hash, so that no two share one. */
export function branchSlug(branch: string): string {
  const safe = branch.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, '-');
  if (safe === branch) return branch;
  return `${safe}-${createHash('sha256').update(branch).digest('hex').slice(0, 8)}`;
}

/** Relative to the checkout where it is inside. */
export function shownPath(file: string): string {
  const inside = relative(ROOT, file);
  return inside.startsWith('..') ? file : inside;
}
