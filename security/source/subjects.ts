import { z } from 'zod';
import { sourceOf } from '../../fixtures/environments/source-of.ts';
import type { Environment } from '../../kernel/environment.ts';
import { PROJECT } from '../../kernel/project.ts';
import { ConfigError } from '../../kernel/errors.ts';
import type { Sentence } from '../../kernel/sentence.ts';

/** A checkout that scanners look at. */
export interface Subject {
  /** `harness`: this checkout, also where the product's source lies in it. Part of each finding's place. */
  readonly name: 'source' | 'harness';
  readonly folder: string;
  /** Whether the product's source lies there: only then what is found there says something of the product. */
  readonly isProduct: boolean;
}

export const subjectsSchema = z
  .array(z.enum(['source', 'harness']))
  .min(1)
  .default(['source', 'harness'])
  .describe(
    'What is looked at: `source` is the checkout that the environment names, `harness` this one. Where they are the same it is looked at once.',
  );

/** Why there is nothing to look at, in that environment. */
export function whyNoSource(environment: Environment, wanted: readonly string[]): Sentence | undefined {
  if (!wanted.includes('source')) return undefined;
  const found = sourceOf(environment, process.env);
  if (found !== undefined && 'folder' in found) return undefined;
  const what =
    found === undefined
      ? `the environment ${environment.name} has no \`source\``
      : `the source of the environment ${environment.name}: ${found.problem}`;
  return {
    what: `${what}.`,
    fix: "let `source` in it name the folder of the product's checkout.",
  };
}

/** The checkouts that a suite looks at, each once, the product's first. */
export function subjectsOf(
  environment: Environment,
  wanted: readonly Subject['name'][],
): readonly [Subject, ...Subject[]] {
  const problem = whyNoSource(environment, wanted);
  if (problem !== undefined) throw new ConfigError(problem);
  const found = wanted.includes('source') ? sourceOf(environment, process.env) : undefined;
  const product = found !== undefined && 'folder' in found ? found.folder : undefined;
  const own: Subject = { name: 'harness', folder: PROJECT, isProduct: product === PROJECT };
  if (product === undefined || product === PROJECT) return [own];
  const source: Subject = { name: 'source', folder: product, isProduct: true };
  return wanted.includes('harness') ? [source, own] : [source];
}
