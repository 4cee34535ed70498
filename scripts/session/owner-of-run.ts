import { z } from 'zod';
import type { RunFolder } from '../../evidence/store.ts';
import { readPlainFile } from '../../kernel/plain-file.ts';
import { startedAt } from '../../kernel/process.ts';

const ownerSchema = z.object({ process: z.object({ pid: z.number(), startedAt: z.string() }) });
const startSchema = z.object({ type: z.literal('run-started'), data: ownerSchema });

/**
 * Whether the process that made a run is gone. Of run.json, or the first line of run.ndjson, it reads only what it needs, so
 * that a run of another version is told, too. Undefined where neither says whose the run is.
 */
export function isOwnerGone(run: RunFolder): boolean | undefined {
  const owner =
    read(run.json, (text) => ownerSchema.parse(JSON.parse(text))) ??
    read(run.journal, (text) => startSchema.parse(JSON.parse(text.split('\n', 1)[0] ?? '')).data);
  return owner && startedAt(owner.process.pid) !== owner.process.startedAt;
}

function read<T>(file: string, parse: (text: string) => T): T | undefined {
  try {
    return parse(readPlainFile(file).toString());
  } catch {
    return undefined;
  }
}
