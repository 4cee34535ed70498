import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startedAt } from '../../kernel/process.ts';

const ownerSchema = z.object({ pid: z.number(), startedAt: z.string() });

/** Notes in a folder which process it belongs to, so that a dead one's can be told from a live one's. */
export function writeOwner(folder: string): void {
  const owner = { pid: process.pid, startedAt: startedAt(process.pid) ?? '' };
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(owner), { mode: 0o600 });
}

/** The live process that a folder belongs to; undefined when it is dead. */
export function ownerOf(folder: string): number | undefined {
  try {
    const owner = ownerSchema.parse(JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')));
    return startedAt(owner.pid) === owner.startedAt ? owner.pid : undefined;
  } catch {
    return undefined;
  }
}
