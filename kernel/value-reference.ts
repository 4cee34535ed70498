import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf } from './errors.ts';

/** A secret manager that asks its user is given this long. */
const COMMAND_TIMEOUT_MS = 60_000;

/**
 * A credential or URL by reference, never by value: an environment variable, a file, or a program that prints it, such as a secret
 * manager's. A program runs without a shell and once; what it and a file hold is trimmed.
 */
export const valueReferenceSchema = z.union(
  [
    z.strictObject({ variable: z.string().regex(/^[A-Z][A-Z0-9_]*$/) }).meta({ title: '`{ variable }`' }),
    z
      .strictObject({ file: z.string().startsWith('/', 'an absolute path such as /run/secrets/password') })
      .meta({ title: '`{ file }`' }),
    z
      .strictObject({ command: z.array(z.string().min(1)).min(1, 'a program and its arguments') })
      .meta({ title: '`{ command }`' }),
  ],
  { error: 'a reference is one of { variable: … }, { file: … } and { command: […] }' },
);
export type ValueReference = z.infer<typeof valueReferenceSchema>;

/** What a reference is called where people look for it. Of a command the program alone: its arguments may hold a secret. */
export function nameOf(reference: ValueReference): string {
  if ('variable' in reference) return reference.variable;
  if ('file' in reference) return `the file ${reference.file}`;
  const [program = '', ...args] = reference.command;
  return `the command \`${program}${args.length > 0 ? ' …' : ''}\``;
}

/** Why there is nothing to read, as far as a look tells: no command is run. Names the reference, never a value. */
export function whyAbsent(
  reference: ValueReference,
  variables: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if ('variable' in reference)
    return (variables[reference.variable] ?? '') === '' ? `${nameOf(reference)} is not set` : undefined;
  if ('file' in reference)
    return existsSync(reference.file) ? undefined : `${nameOf(reference)} is not there`;
  return undefined;
}

type Read = { readonly value: string } | { readonly problem: string };

/** The value, or the sentence that says why there is none: it names the reference, and never holds what was read. */
export function readReference(reference: ValueReference, variables: NodeJS.ProcessEnv = process.env): Read {
  const absent = whyAbsent(reference, variables);
  if (absent !== undefined) return { problem: absent };
  if ('variable' in reference) return { value: variables[reference.variable] ?? '' };
  const read = 'file' in reference ? contentsOf(reference.file) : printedBy(reference.command);
  return 'problem' in read ? { problem: `${nameOf(reference)} ${read.problem}` } : read;
}

function contentsOf(file: string): Read {
  try {
    return trimmed(readFileSync(file, 'utf8'), 'is empty');
  } catch (error) {
    return { problem: `cannot be read: ${messageOf(error)}` };
  }
}

function trimmed(text: string, otherwise: string): Read {
  const value = text.trim();
  return value === '' ? { problem: otherwise } : { value };
}

/** What commands printed: a secret manager is asked once for each. */
const printed = new Map<string, Read>();

function printedBy(command: readonly string[]): Read {
  const key = JSON.stringify(command);
  const read = printed.get(key) ?? run(command);
  if ('value' in read) printed.set(key, read);
  return read;
}

/** What it says besides is thrown away: it may hold the secret. */
function run([program = '', ...args]: readonly string[]): Read {
  const { error, status, signal, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'ignore'],
    timeout: COMMAND_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  if (error !== undefined)
    return { problem: `did not run: ${'code' in error ? String(error.code) : error.message}` };
  if (status !== 0) return { problem: `ended with ${signal ?? `code ${status}`}` };
  return trimmed(stdout, 'printed nothing');
}
