import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Points the link `latest` of a folder at `to`, a path from that folder. It is replaced by a rename, so that it leads somewhere
 * at any moment. Throws what the file system throws.
 */
export function linkLatest(folder: string, to: string): void {
  const link = join(folder, `.latest-${basename(to)}`);
  rmSync(link, { force: true });
  symlinkSync(to, link);
  renameSync(link, join(folder, 'latest'));
}
