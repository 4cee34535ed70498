import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigError } from '../../kernel/errors.ts';
import { jsonOf } from './json.ts';

/** A list of what people have looked at, as a file of a suite has it. Throws a ConfigError that names the file and all that is wrong in it. */
export function readReviewed<T>(file: string, schema: z.ZodType<T>): T {
  const said = jsonOf(readFileSync(file, 'utf8'));
  if (said === undefined)
    throw new ConfigError({ what: `${file} is no JSON.`, fix: 'see what its last change took or added.' });
  const parsed = schema.safeParse(said);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`),
  );
}
