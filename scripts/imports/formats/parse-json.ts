import { z } from 'zod';
import { ConfigError, messageOf } from '../../../kernel/errors.ts';

/** JSON of a schema. Throws a ConfigError that names what is wrong, and as what it was read. */
export function parseJson<T>(text: string, schema: z.ZodType<T>, what: string): T {
  const read = schema.safeParse(jsonOf(text));
  if (read.success) return read.data;
  throw new ConfigError({
    what: `it is no ${what}: ${z.prettifyError(read.error)}`,
    fix: 'docs/how-to/release.md says what each file holds',
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`it is no JSON: ${messageOf(error)}`);
  }
}
