import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ConfigError, messageOf } from '../../../../kernel/errors.ts';
import { buildOptions } from '../process/script.ts';

/** A script in one file. */
export interface ExportedScript {
  /** The name of the file, without a folder. */
  readonly file: string;
  readonly text: string;
  readonly sha256: string;
  /** Modules of k6 that only a k6 built with them has, such as `k6/x/sse`. */
  readonly extensions: readonly string[];
}

/** What a global `open()` is called in a build that is only looked at. */
const OPENED = 'k6_opens_a_file';
/** Kubernetes' own limit for a ConfigMap is 1 MiB, with everything in it. */
const BYTES_AT_MOST = 900_000;

/**
 * The script as a pod gets it: as it is, or bundled when it imports other files. The text depends on the sources alone, not on
 * where they lie. Throws a ConfigError for a script that reads files, and for one too large for a ConfigMap.
 */
export async function exportedScript(path: string): Promise<ExportedScript> {
  const { buildSync } = await import('esbuild');
  const build = (define: Readonly<Record<string, string>>) =>
    buildSync({ ...buildOptions(path), sourceRoot: '', define });
  try {
    const { outputFiles, metafile } = build({});
    const bundle = outputFiles[0]?.text ?? '';
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
    const isAlone = Object.keys(metafile.inputs).length === 1;
    refuseFiles(path, build({ open: OPENED }).outputFiles[0]?.text ?? '');
    const text = isAlone ? readFileSync(path, 'utf8') : bundle;
    refuseLarge(path, text);
    return {
      file: isAlone ? plainName(path) : 'script.js',
      text,
      sha256: createHash('sha256').update(text).digest('hex'),
      extensions: [...new Set(imports.map((one) => one.path).filter((one) => one.startsWith('k6/x/')))],
    };
  } catch (error) {
    throw error instanceof ConfigError
      ? error
      : new ConfigError(`${path} cannot be bundled: ${messageOf(error)}`);
  }
}

/** k6 tells TypeScript from JavaScript by the end of the name. */
function plainName(path: string): string {
  return basename(path).endsWith('.ts') ? 'script.ts' : 'script.js';
}

function refuseFiles(path: string, text: string): void {
  if (!text.includes(OPENED)) return;
  throw new ConfigError({
    what: `${path} reads files with open(), which a ConfigMap does not carry.`,
    fix: 'import the data as a module or JSON, or build it in the script.',
  });
}

function refuseLarge(path: string, text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= BYTES_AT_MOST) return;
  throw new ConfigError({
    what: `${path} has ${bytes} bytes with everything it imports; a ConfigMap holds ${BYTES_AT_MOST}.`,
    fix: 'import less.',
  });
}
