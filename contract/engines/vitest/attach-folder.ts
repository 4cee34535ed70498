import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Recorder } from '../../../kernel/recorder.ts';

/** Attaches every file below a folder, in order of name; a folder that was not made is nothing. */
export async function attachFolder(recorder: Recorder, name: string, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) await recorder.attach(join(name, relative(folder, file)), file);
}
