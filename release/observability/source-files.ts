import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceOf } from '../../fixtures/environments/source-of.ts';
import type { Environment } from '../../kernel/environment.ts';
import { ConfigError, messageOf } from '../../kernel/errors.ts';
import type { Sentence } from '../../kernel/sentence.ts';

/** Why the product's own files cannot be read in that environment. */
export function whyNoSource(environment: Environment): Sentence | undefined {
  const source = sourceOf(environment, process.env);
  if (source !== undefined && 'folder' in source) return undefined;
  const what = source === undefined ? 'it has no `source`' : source.problem;
  return {
    what: `the environment ${environment.name}: ${what}.`,
    fix: "let `source` in it name the folder of the product's checkout.",
  };
}

/** A file of the product's checkout, by its path there. Rejects with a ConfigError. */
export function sourceText(environment: Environment, path: string): Promise<string> {
  return readFile(placeOf(environment, path), 'utf8').catch((error: unknown) => {
    throw unreadable(path, messageOf(error));
  });
}

/** The paths of all files of a folder there whose names end so. Rejects with a ConfigError where there is none. */
export async function sourceFiles(
  environment: Environment,
  folder: string,
  end: string,
): Promise<readonly string[]> {
  const names = await readdir(placeOf(environment, folder)).catch((error: unknown) => {
    throw unreadable(folder, messageOf(error));
  });
  const found = names.filter((name) => name.endsWith(end)).toSorted();
  if (found.length === 0) throw unreadable(folder, `it has no file that ends with ${end}`);
  return found.map((name) => join(folder, name));
}

function placeOf(environment: Environment, path: string): string {
  const source = sourceOf(environment, process.env);
  return join(source !== undefined && 'folder' in source ? source.folder : '', path);
}

function unreadable(path: string, why: string): ConfigError {
  return new ConfigError({
    what: `${path} of the source cannot be read: ${why}.`,
    fix: 'let the options of the suite name the files that are there.',
  });
}
