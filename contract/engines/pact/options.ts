import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

export const optionsSchema = z.strictObject({
  pacts: z.string().min(1).describe('A pact, or a folder with pacts in it and below.'),
});

/** Which pacts, by their absolute path. */
export type PactOptions = z.infer<typeof optionsSchema>;

export function parseOptions(options: unknown, folder: string): PactOptions {
  const { pacts } = optionsSchema.parse(options);
  return { pacts: resolve(folder, pacts) };
}

const party = z.looseObject({ name: z.string() });
const pactSchema = z
  .looseObject({ consumer: party, provider: party })
  .and(
    z.union([
      z.looseObject({ interactions: z.array(z.unknown()) }),
      z.looseObject({ messages: z.array(z.unknown()) }),
    ]),
  );

/** The options for a pact; for a folder only where the user says that pacts are in it. */
export function optionsFor(path: string, named = false): PactOptions | undefined {
  if (statSync(path).isDirectory()) return named ? { pacts: path } : undefined;
  return path.endsWith('.json') && isPact(path) ? { pacts: path } : undefined;
}

export function isPact(path: string): boolean {
  try {
    return pactSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).success;
  } catch {
    return false;
  }
}
