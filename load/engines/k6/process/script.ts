import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildOptions, Metafile } from 'esbuild';
import { messageOf } from '../../../../kernel/errors.ts';

/** How k6 gets a script: the file itself, or a bundle of it through standard input. */
export interface Script {
  /** Absolute. */
  readonly file: string;
  /** Where k6 runs: what relative paths of a bundle are relative to. */
  readonly folder: string;
  /** Undefined where k6 needs none. */
  readonly bundle: string | undefined;
  /** Its source with everything it imports, to look for metrics in. */
  readonly source: string;
  /** Why it could not be bundled; k6 may understand it nevertheless. */
  readonly problem: string | undefined;
}

const K6_MODULES = ['k6', 'k6/*', 'http://*', 'https://*'];

/**
 * k6 runs TypeScript and relative imports by itself, and then every `open()` is relative to its own file. Of a script that imports
 * what k6 may not resolve (npm packages, paths without extension) there is a bundle as well, for when k6 cannot load it as it is;
 * the bundle's `open()` calls are relative to the script's folder, and its inline source map lets k6 name the original lines. JSON
 * is none of that: k6 loads it as an empty object, and a script that only seems to work is not made to.
 */
export async function prepareScript(file: string): Promise<Script> {
  const folder = dirname(file);
  const plain = { file, folder, bundle: undefined, problem: undefined };
  // Read once, when esbuild is loaded: else its service stays beside the whole load.
  process.env['ESBUILD_WORKER_THREADS'] = '0';
  const { buildSync } = await import('esbuild');
  try {
    const { outputFiles, metafile } = buildSync(buildOptions(file));
    const source = outputFiles[0]?.text ?? '';
    return needsBundle(metafile, folder) ? { ...plain, bundle: source, source } : { ...plain, source };
  } catch (error) {
    return { ...plain, source: await readFile(file, 'utf8'), problem: messageOf(error) };
  }
}

/** How a script is bundled. */
export function buildOptions(file: string) {
  const folder = dirname(file);
  return {
    absWorkingDir: folder,
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    external: K6_MODULES,
    sourcemap: 'inline',
    sourcesContent: false,
    sourceRoot: pathToFileURL(folder).href,
    outfile: `${file}.bundle.js`,
    logLevel: 'silent',
  } satisfies BuildOptions;
}

/** True when an import does not spell out the path of the file that it means. */
function needsBundle(metafile: Metafile, folder: string): boolean {
  return Object.entries(metafile.inputs).some(([importer, { imports }]) => {
    const from = dirname(resolve(folder, importer));
    return imports.some(({ original, path, external }) => {
      if (external === true || original === undefined) return false;
      if (!/^\.{0,2}\//.test(original)) return true;
      return resolve(from, original) !== resolve(folder, path);
    });
  });
}
