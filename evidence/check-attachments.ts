import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../kernel/errors.ts';
import type { CheckedSuite } from './check-journals.ts';
import type { Entry } from './entries.ts';
import { type Manifest, sha256Of } from './manifest.ts';
import type { Problem } from './problem.ts';
import type { RunFolder } from './store.ts';

const artifactSchema = z.object({
  type: z.literal('artifact'),
  data: z.object({ path: z.string(), sha256: z.string() }),
});

/**
 * Checks attached files against their suites' journals, which are sealed long before there is a manifest: whoever takes the
 * manifest away and has the run sealed anew cannot pass a changed file for the one that was attached. What the files in
 * `manifest` have been checked for is not read again.
 */
export function checkAttachments(
  run: RunFolder,
  suites: readonly CheckedSuite[],
  entries: readonly Entry[],
  manifest: Manifest | undefined,
): readonly Problem[] {
  const present = new Map(entries.map((entry) => [entry.path, entry]));
  const listed = new Map(manifest?.files.map(({ path, sha256 }) => [path, sha256]));
  return suites.flatMap(({ folder, events }) =>
    events.flatMap((event): readonly Problem[] => {
      const artifact = artifactSchema.safeParse(event).data?.data;
      if (artifact === undefined) return [];
      const path = `${folder}/${artifact.path}`;
      const problem = problemOf(path, artifact.sha256);
      return problem === undefined ? [] : [{ path, problem, kind: 'changed' }];
    }),
  );

  function problemOf(path: string, recorded: string): string | undefined {
    const entry = present.get(path);
    // What is no file is told once, by whoever checks the entries.
    if (entry?.wrong !== undefined) return undefined;
    if (entry === undefined) return "is missing: its suite's journal says that it was attached";
    try {
      if ((listed.get(path) ?? sha256Of(join(run.folder, path))) === recorded) return undefined;
      return "was changed: its SHA-256 is not the one in its suite's journal";
    } catch (error) {
      return `cannot be read: ${messageOf(error)}`;
    }
  }
}
