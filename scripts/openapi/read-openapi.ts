import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { parse } from 'yaml';
import { ConfigError, messageOf } from '../../kernel/errors.ts';
import { openApiSchema, type OpenApi } from './openapi.ts';

/** A document of OpenAPI 3, JSON or YAML. Throws a ConfigError that says where it is none. */
export async function readOpenApi(file: string): Promise<OpenApi> {
  const document = documentIn(file);
  if (typeof document === 'object' && document !== null && 'swagger' in document)
    throw new ConfigError({
      what: `${file}: got Swagger ${String(document.swagger)}; OpenAPI 3 is read.`,
      fix: 'convert it, as the product of most frameworks can be told to: OpenAPI 3.0 or newer',
    });
  const { valid, errors } = await new Validator().validate(document as Record<string, unknown>);
  const parsed = openApiSchema.safeParse(document);
  if (valid && parsed.success) return parsed.data;
  const why = parsed.error?.issues[0] ?? firstOf(errors);
  throw new ConfigError({
    what: `${file}: got no document of OpenAPI 3: ${why === undefined ? 'it is not valid' : sayIssue(why)}.`,
    fix: 'correct it, or what makes it',
  });
}

function documentIn(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new ConfigError(`${file}: ${messageOf(error)}`);
  }
}

interface Issue {
  readonly message?: string | undefined;
  readonly path?: readonly PropertyKey[];
  readonly instancePath?: string;
}

function firstOf(errors: unknown): Issue | undefined {
  return Array.isArray(errors) ? (errors[0] as Issue) : { message: String(errors) };
}

function sayIssue({
  path = [],
  instancePath = path.map(String).join('.'),
  message = 'it is not valid',
}: Issue) {
  return `${instancePath}${instancePath === '' ? '' : ': '}${message}`;
}
