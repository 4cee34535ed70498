import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Edit } from '../../kernel/defect.ts';
import { ConfigError } from '../../kernel/errors.ts';
import type { Target } from '../../kernel/target.ts';
import { STATE } from '../root.ts';

/** Where copies lie: below the checkout, so that they find its packages above them. */
const COPIES = join(STATE, 'planted');

/** The target's folder in a checkout: what paths of edits are relative to. */
export function folderOf(target: string): string {
  return `fixtures/targets/${target}`;
}

/** What those edits make of the files of that folder, by path; and a sentence for each that does not fit there. */
export function edited(folder: string, edits: readonly Edit[]) {
  const files = new Map<string, string>();
  const problems: string[] = [];
  for (const { file, from, to } of edits) {
    const text = files.get(file) ?? textOf(join(folder, file));
    const found = text === undefined ? 0 : text.split(from).length - 1;
    if (text === undefined) problems.push(`${file}: there is no such file`);
    else if (found !== 1) problems.push(`${file}: "${from}" stands there ${found} times, not once`);
    else
      files.set(
        file,
        text.replace(from, () => to),
      );
  }
  return { files, problems };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * A copy of what a target is started from, with those edits in it, by a name of its own; its folder. Whoever made it removes it; what
 * a kill has left, `removeCopies` does.
 */
export function editSource(
  root: string,
  { name, mutable }: Pick<Target, 'name' | 'mutable'>,
  edits: readonly Edit[],
  as: string,
): string {
  if (mutable === undefined)
    throw new ConfigError(`target ${name} is not started from a source that could be copied`);
  const folder = join(COPIES, as);
  rmSync(folder, { recursive: true, force: true });
  // Others may pass through it: a database runs as another user.
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const path of mutable.copied) cpSync(join(root, path), join(folder, path), { recursive: true });
  const within = join(folder, folderOf(name));
  const { files, problems } = edited(within, edits);
  if (problems.length > 0) throw new ConfigError(problems);
  for (const [file, text] of files) writeFileSync(join(within, file), text);
  return folder;
}

/** Only while no run of a detection is under way. */
export function removeCopies(): void {
  rmSync(COPIES, { recursive: true, force: true });
}
