import { createHash } from 'node:crypto';
import { closeSync, fstatSync, lstatSync, readSync } from 'node:fs';
import { join, sep } from 'node:path';
import { z } from 'zod';
import { openPlainFile, readPlainFile } from '../kernel/plain-file.ts';
import { writeAtomically } from './disk.ts';
import { entriesBelow } from './entries.ts';
import { digestOfText, digestOfV1 } from './manifest-digest.ts';
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

const manifestSchema = z.strictObject({
  /** What the digest is of; see evidence/README.md. `1`: of the run and the list. `2`: of every byte of the manifest. */
  format: z.enum(['harness-manifest/1', 'harness-manifest/2']),
  /** The evidence digest, SHA-256. */
  digest: z.string(),
  run: z.string(),
  writtenAt: z.string(),
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

/**
 * Lists every file of a run and writes manifest.json: the last thing that happens to a run's folder. What is no file is not
 * listed, so that the run never verifies with it.
 */
export function writeManifest(request: ManifestRequest): Manifest {
  const { run, now } = request;
  const files = entriesBelow(run.folder)
    .filter(({ wrong }) => wrong === undefined)
    .map(({ path }) => describe(request, path));
  const manifest = { run: run.id, writtenAt: now().toISOString(), files };
  const digest = digestOfText(Buffer.from(textOf({ ...manifest, digest: '0'.repeat(64) })));
  const text = textOf({ ...manifest, digest });
  writeAtomically(run.manifest, text);
  return manifestSchema.parse(JSON.parse(text));
}

/** The digest has a line of its own, so that the rest can be hashed without it. */
function textOf({ digest, ...rest }: Omit<Manifest, 'format'>): string {
  return `${JSON.stringify({ format: 'harness-manifest/2', digest, ...rest }, null, 1)}\n`;
}

/** A manifest as it stands on disk, and the digest that it should name. */
export interface ReadManifest {
  readonly manifest: Manifest;
  readonly computed: string;
}

/** Whether a run was sealed, by whatever stands at the manifest's place. */
export function isSealed(run: RunFolder): boolean {
  return lstatSync(run.manifest, { throwIfNoEntry: false }) !== undefined;
}

/** The manifest of a run, or undefined where none was written yet. Throws where it cannot be read. Whether it is as it was written, `checkRun` says. */
export function readManifest(run: RunFolder): ReadManifest | undefined {
  if (!isSealed(run)) return undefined;
  return parseManifest(readPlainFile(run.manifest));
}

export function parseManifest(bytes: Buffer): ReadManifest {
  const raw: unknown = JSON.parse(bytes.toString());
  const manifest = manifestSchema.parse(raw);
  const isFirst = manifest.format === 'harness-manifest/1';
  return { manifest, computed: isFirst ? digestOfV1(manifest, raw, bytes) : digestOfText(bytes) };
}

export function sha256Of(file: string): string {
  const fd = openPlainFile(file);
  try {
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, fstatSync(fd).size + 1));
    for (let length = readSync(fd, chunk); length > 0; length = readSync(fd, chunk))
      hash.update(chunk.subarray(0, length));
    return hash.digest('hex');
  } finally {
    closeSync(fd);
  }
}

const CHUNK_BYTES = 1 << 18;

function describe(request: ManifestRequest, path: string): ManifestFile {
  const file = join(request.run.folder, path);
  const suite = request.suites.find((one) => file.startsWith(one.folder + sep));
  const { version, owner, status } = suite ?? request.whole;
  const { size, mtime } = lstatSync(file);
  return {
    path,
    bytes: size,
    sha256: sha256Of(file),
    timestamp: mtime.toISOString(),
    version,
    owner,
    status,
  };
}
