import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startedAt } from '../../kernel/process.ts';

const ownerSchema = z.object({ pid: z.number(), startedAt: z.string() });

/** As what a process is noted in a folder: the one that it belongs to, or one that works for that one. */
export type Part = 'owner' | `child-${number}`;

/** Notes in a folder which process it belongs to, so that a dead one's can be told from a live one's. */
export function writeOwner(folder: string, part: Part = 'owner', pid = process.pid): void {
  const owner = { pid, startedAt: startedAt(pid) ?? '' };
  writeFileSync(join(folder, `${part}.json`), JSON.stringify(owner), { mode: 0o600 });
}

/** The live process that a folder belongs to; undefined when it is dead. */
export function ownerOf(folder: string, part: Part = 'owner'): number | undefined {
  try {
    const owner = ownerSchema.parse(JSON.parse(readFileSync(join(folder, `${part}.json`), 'utf8')));
    return startedAt(owner.pid) === owner.startedAt ? owner.pid : undefined;
  } catch {
    return undefined;
  }
}
