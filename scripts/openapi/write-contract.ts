import { existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../evidence/disk.ts';
import { ConfigError, messageOf } from '../../kernel/errors.ts';
import type { AccessRow, DerivedRows } from './derive-rows.ts';

const TEMPLATES = join(import.meta.dirname, 'templates');

export interface ContractRequest {
  /** The project. */
  readonly root: string;
  /** Of the suite: `contract/<name>`. */
  readonly name: string;
  /** The role of the URL that the API has in the environment. */
  readonly role: string;
}

export interface WrittenContract {
  /** Relative to the project. */
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly next: readonly string[];
}

/**
 * Writes a first contract suite of an API. Where it is written again, the rows are as the document is now; files that people edit stay,
 * and of the access matrix what somebody has said of an operation that is still there.
 */
export function writeContract(rows: DerivedRows, { root, name, role }: ContractRequest): WrittenContract {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new ConfigError(`--name: got "${name}"; a name in kebab-case such as shop-api`);
  if (!/^[a-z][\w-]*$/i.test(role))
    throw new ConfigError(`--role: got "${role}"; the name of one of the environment's URLs, such as api`);
  if (rows.operations.length === 0)
    throw new ConfigError('the document describes no operation, so there is nothing to ask');
  const folder = `contract/suites/${name}`;
  mkdirSync(join(root, folder), { recursive: true });
  const access = mergedAccess(rows.access, join(root, folder, 'access.json'));
  const { title, prefix, dialect, operations, definitions } = rows;
  const words = {
    name,
    role,
    title: title.replaceAll(/[^\p{L}\p{N} .,_-]/gu, ''),
    answers: String(answerChecks(rows)),
    access: String(accessChecks(access)),
  };
  const templates = globSync('*.txt', { cwd: TEMPLATES }).sort();
  const files = templates.map((template) => ({
    file: `${folder}/${filled(basename(template, '.txt'), words)}`,
    text: filled(readFileSync(join(TEMPLATES, template), 'utf8'), words),
  }));
  const kept = files.filter(({ file }) => existsSync(join(root, file)));
  const data = [
    { file: `${folder}/operations.json`, text: jsonOf({ prefix, dialect, operations, definitions }) },
    { file: `${folder}/access.json`, text: jsonOf(access) },
  ];
  const written = [...files.filter((one) => !kept.includes(one)), ...data];
  for (const { file, text } of written) writeAtomically(join(root, file), text);
  return {
    written: written.map(({ file }) => file),
    kept: kept.map(({ file }) => file),
    next: nextOf(rows, access, folder, words),
  };
}

/** How many run at once as it is written: operations that are asked without signing in, and the path that is none. */
function answerChecks({ operations }: DerivedRows): number {
  const reading = operations.filter(({ method }) => method === 'GET' || method === 'HEAD');
  return reading.filter(({ leftOut, secured }) => leftOut === undefined && !secured).length + 1;
}

function accessChecks(access: readonly AccessRow[]): number {
  return access.filter(({ anonymous }) => anonymous !== null).length;
}

const saidSchema = z.array(z.looseObject({ operation: z.string() }));

/** What was said stays, further askers too. */
function mergedAccess(derived: readonly AccessRow[], file: string): readonly AccessRow[] {
  if (!existsSync(file)) return derived;
  const said = saidIn(file);
  return derived.map((row) => ({ ...row, ...said.find(({ operation }) => operation === row.operation) }));
}

function saidIn(file: string): z.infer<typeof saidSchema> {
  try {
    return saidSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new ConfigError({
      what: `${file}: got no list of operations and what askers get of each: ${messageOf(error)}.`,
      fix: 'correct it, or move it away to begin anew: what is said there would be lost',
    });
  }
}

function nextOf(
  { operations, unchecked }: DerivedRows,
  access: readonly AccessRow[],
  folder: string,
  { name, answers, access: refused, role }: Readonly<Record<string, string>>,
): readonly string[] {
  const secured = operations.filter((one) => one.secured).length;
  const left = operations.filter(({ leftOut }) => leftOut !== undefined);
  const open = access.filter((row) => Object.values(row).includes(null)).length;
  return [
    ...(secured > 0
      ? [`${secured} operations need somebody who is signed in: say how in ${folder}/sign-in.ts`]
      : []),
    ...(open > 0 ? [`say in ${folder}/access.json what each asker gets of ${open} operations`] : []),
    ...left.map(({ name: one, leftOut = '' }) => `${one} is not asked: ${leftOut}`),
    ...unchecked.map((one) => `the body of ${one} is not checked`),
    `raise expects.checks in ${folder}/${name}.suite.ts (now ${answers} and ${refused}): ./harness explain proposes how far`,
    `the API is asked at urls.${role} of the environment`,
  ];
}

function filled(text: string, words: Readonly<Record<string, string>>): string {
  return text.replaceAll(/__([a-z]+)__/g, (whole, word: string) => words[word] ?? whole);
}

function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
