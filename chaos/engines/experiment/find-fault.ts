import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Fault } from '../../../kernel/experiment.ts';

const FOLDER = join(import.meta.dirname, '../../faults');
const SUFFIX = '.fault.ts';
// Options are checked where nothing can be awaited; a fault file loads in a few ms.
const load = createRequire(import.meta.url);

/** The names of every `<name>.fault.ts`, sorted. */
export function faultNames(folder = FOLDER): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
}

/** The fault of that name, or the sentence that names the known ones. */
export function findFault(name: string, folder = FOLDER): Fault | string {
  const known = faultNames(folder);
  if (!known.includes(name)) return `unknown fault "${name}"; known: ${known.join(', ') || 'none'}`;
  const file = join(folder, name + SUFFIX);
  const { default: fault } = load(file) as { default?: Fault };
  if (fault?.name === name) return fault;
  return `${file}: exports the name "${fault?.name ?? 'nothing'}"; a fault is called like its file: "${name}"`;
}
