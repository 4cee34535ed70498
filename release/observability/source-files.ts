import { readFile } from 'node:fs/promises';
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
export async function sourceText(environment: Environment, path: string): Promise<string> {
  const source = sourceOf(environment, process.env);
  const folder = source !== undefined && 'folder' in source ? source.folder : '';
  return readFile(join(folder, path), 'utf8').catch((error: unknown) => {
    throw new ConfigError({
      what: `${path} of the source cannot be read: ${messageOf(error)}.`,
      fix: 'let the options of the suite name the files that are there.',
    });
  });
}
