import { createHash } from 'node:crypto';

const DIGEST_LINE = /^ "digest": "[0-9a-f]{64}",\n/m;

/** Of `harness-manifest/2`: SHA-256 over every byte of the manifest but the line that names the digest. */
export function digestOfText(bytes: Buffer): string {
  // As latin1, in which every byte is a character and stays one.
  const rest = bytes.toString('latin1').replace(DIGEST_LINE, '');
  return createHash('sha256').update(rest, 'latin1').digest('hex');
}

/** What is hashed of a run by `harness-manifest/1`. */
interface Hashed {
  readonly run: string;
  readonly files: readonly (Readonly<
    Record<'path' | 'sha256' | 'timestamp' | 'version' | 'owner' | 'status', string>
  > & { readonly bytes: number })[];
}

/**
 * Of `harness-manifest/1`: SHA-256 over the run's id and the list of files, a line of JSON each. Its text was always laid out in
 * one way, so any other was made later, and has no digest. `writtenAt` is in none.
 */
export function digestOfV1({ run, files }: Hashed, raw: unknown, bytes: Buffer): string {
  if (!bytes.equals(Buffer.from(`${JSON.stringify(raw, null, 1)}\n`)))
    return 'none: its text was laid out anew';
  const lines = files.map(({ path, bytes: size, sha256, timestamp, version, owner, status }) =>
    JSON.stringify([path, size, sha256, timestamp, version, owner, status]),
  );
  return createHash('sha256')
    .update([run, ...lines, ''].join('\n'))
    .digest('hex');
}
