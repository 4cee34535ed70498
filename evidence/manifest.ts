import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { writeAtomically } from './disk.ts';
import type { RunFolder } from './store.ts';

/** What a file of evidence belongs to. */
const belongsSchema = z.strictObject({
  /** Of the target that was tested; of the harness where no target came up. */
  version: z.string(),
  /** The person or team responsible. */
  owner: z.string(),
  /** The suite's verdict; the run's for what belongs to no suite. */
  status: z.string(),
});
export type Belongs = z.infer<typeof belongsSchema>;

const manifestFileSchema = belongsSchema.extend({
  /** Relative to the run folder, with `/`. */
  path: z.string(),
  bytes: z.number().int().min(0),
  sha256: z.string(),
  /** When the file was last written, ISO. */
  timestamp: z.string(),
});
export type ManifestFile = z.infer<typeof manifestFileSchema>;

export const manifestSchema = z.strictObject({
  format: z.literal('harness-manifest/1'),
  run: z.string(),
  writtenAt: z.string(),
  /** The evidence digest: SHA-256 over the run and the sorted list; see evidence/README.md. */
  digest: z.string(),
  files: z.array(manifestFileSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

export interface ManifestRequest {
  readonly run: RunFolder;
  readonly now: () => Date;
  /** What belongs to no suite. */
  readonly whole: Belongs;
  readonly suites: readonly (Belongs & {
    /** The suite's evidence folder, absolute. */
    readonly folder: string;
  })[];
}

/** Lists every file of a run and writes manifest.json: the last thing that happens to a run's folder. */
export async function writeManifest(request: ManifestRequest): Promise<Manifest> {
  const { run, now } = request;
  const files: ManifestFile[] = [];
  for (const path of filesBelow(run.folder)) files.push(await describe(request, path));
  const manifest: Manifest = {
    format: 'harness-manifest/1',
    run: run.id,
    writtenAt: now().toISOString(),
    digest: digestOf(run.id, files),
    files,
  };
  writeAtomically(run.manifest, `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}

/** The manifest of a run, or undefined where none was written yet. Throws a ZodError or SyntaxError if it is malformed. */
export function readManifest(run: RunFolder): Manifest | undefined {
  if (!existsSync(run.manifest)) return undefined;
  return manifestSchema.parse(JSON.parse(readFileSync(run.manifest, 'utf8')));
}

/** Paths of everything below a run's folder but its manifest, relative, with `/`, sorted by code unit. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== 'manifest.json')
    .sort();
}

/** One line of JSON a file; any change of the list, of an owner or of a status changes the digest. */
export function digestOf(run: string, files: readonly ManifestFile[]): string {
  const lines = files.map((file) =>
    JSON.stringify([
      file.path,
      file.bytes,
      file.sha256,
      file.timestamp,
      file.version,
      file.owner,
      file.status,
    ]),
  );
  return createHash('sha256')
    .update([run, ...lines, ''].join('\n'))
    .digest('hex');
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function describe(request: ManifestRequest, path: string): Promise<ManifestFile> {
  const file = join(request.run.folder, path);
  const suite = request.suites.find((one) => file.startsWith(one.folder + sep));
  const { version, owner, status } = suite ?? request.whole;
  const { size, mtime } = statSync(file);
  return {
    path,
    bytes: size,
    sha256: await sha256Of(file),
    timestamp: mtime.toISOString(),
    version,
    owner,
    status,
  };
}
