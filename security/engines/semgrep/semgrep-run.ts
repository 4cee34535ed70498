import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { InfraError } from '../../../kernel/errors.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { jsonOf } from '../../source/json.ts';
import { lastWords, runToEnd, type Ended } from '../../source/run-to-end.ts';
import type { SastRule } from './sast-rule.ts';

const reportSchema = z.object({
  results: z.array(
    z.object({
      check_id: z.string(),
      path: z.string(),
      start: z.object({ line: z.number().int() }),
      end: z.object({ line: z.number().int() }),
    }),
  ),
  errors: z.array(
    z.object({ level: z.string(), type: z.unknown(), message: z.string(), path: z.string().optional() }),
  ),
  paths: z.object({ scanned: z.array(z.string()) }),
  skipped_rules: z.array(z.unknown()).default([]),
});

export interface Match {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly lastLine: number;
}

export interface SemgrepResult {
  readonly matches: readonly Match[];
  readonly scanned: ReadonlySet<string>;
  /** What it could not read of a file, by the file. */
  readonly partly: ReadonlyMap<string, string>;
}

/** Matches nothing that anybody writes, and has no word to look for, so each file is parsed: without it semgrep passes over one that holds no word of a rule, and never tells that it could not. */
const PARSED = { id: 'harness-parsed', pattern: 'while ($X) { with ($Y) { ... } }' };

/** The folder of the examples, beside what is looked at. */
export const EXAMPLES = 'harness-examples';

/** Writes what a run needs beside the files in `folder`: the rules, and each rule's examples. */
export async function prepare(folder: string, rules: readonly SastRule[], work: string): Promise<string> {
  const file = join(work, 'rules.yml');
  const always = { languages: ['typescript', 'javascript'], severity: 'ERROR' };
  const all = [
    ...rules.map(({ id, title, match }) => ({ id, message: title, ...always, ...match })),
    { ...PARSED, message: '-', ...always },
  ];
  await writeFile(file, JSON.stringify({ rules: all }, undefined, 1));
  // Without this file semgrep has a list of its own of what it passes over: tests, for one.
  await writeFile(join(folder, '.semgrepignore'), '');
  for (const rule of rules)
    for (const [kind, texts] of [
      ['bad', rule.bad],
      ['good', rule.good],
    ] as const) {
      await mkdir(join(folder, EXAMPLES, rule.id), { recursive: true });
      for (const [index, text] of texts.entries())
        await writeFile(join(folder, EXAMPLES, rule.id, exampleName(kind, index, text)), `${text}\n`);
    }
  return file;
}

export function exampleName(kind: 'bad' | 'good', index: number, text: string): string {
  return `${kind}-${index}.${text.includes('/>') ? 'tsx' : 'ts'}`;
}

/** Runs semgrep over a folder that `prepare` has made ready. */
export async function semgrep(
  scope: Scope,
  program: string,
  folder: string,
  rules: string,
  home: string,
): Promise<SemgrepResult> {
  // What a comment in the source would hide is told all the same: who lets something through says so in a waiver.
  const quiet = ['--disable-nosem', '--metrics=off', '--disable-version-check', '--no-git-ignore', '--json'];
  const whole = ['--max-target-bytes', '0', '--timeout', '120', '--timeout-threshold', '0'];
  const ended = await runToEnd(scope, {
    command: program,
    args: ['scan', '--experimental', ...quiet, ...whole, '--config', rules, '.'],
    cwd: folder,
    env: {
      SEMGREP_ENABLE_VERSION_CHECK: '0',
      SEMGREP_SEND_METRICS: 'off',
      SEMGREP_RULES: undefined,
      HOME: home,
    },
  });
  return resultOf(ended);
}

/** What it said. Throws an InfraError where a rule could not be read, or anything but a part of a file: it exits 0 after most of that. */
export function resultOf(ended: Ended): SemgrepResult {
  const parsed = reportSchema.safeParse(jsonOf(ended.out));
  if (!parsed.success)
    throw broken(`ended with ${ended.code ?? 'a signal'} and no report: ${lastWords({ ...ended, out: '' })}`);
  const { results, errors, paths, skipped_rules: skipped } = parsed.data;
  const partly = new Map<string, string>();
  for (const { type, message, path } of errors) {
    const kind = Array.isArray(type) ? String(type[0]) : String(type);
    if (kind !== 'PartialParsing' || path === undefined) throw broken(`says: ${kind}: ${message}`);
    partly.set(plain(path), message.split('\n')[0] ?? message);
  }
  if (skipped.length > 0) throw broken(`left out ${skipped.length} rules`);
  if (ended.code !== 0 && ended.code !== 1)
    throw broken(`ended with ${ended.code ?? 'a signal'}: ${lastWords({ ...ended, out: '' })}`);
  return {
    matches: results.map(({ check_id: id, path, start, end }) => ({
      rule: id.slice(id.lastIndexOf('.') + 1),
      path: plain(path),
      line: start.line,
      lastLine: end.line,
    })),
    scanned: new Set(paths.scanned.map(plain)),
    partly,
  };
}

function plain(path: string): string {
  return path.replace(/^\.\//, '');
}

function broken(how: string): InfraError {
  return new InfraError({
    what: `semgrep ${how}. Nothing that it says counts.`,
    fix: 'look at the rules in security/engines/semgrep/rules, and whether HARNESS_SEMGREP or PATH names a real semgrep.',
  });
}

/** Throws where a rule misses a bad example of its own, or finds something in a good one. */
export function mustBeAwake(rules: readonly SastRule[], { matches }: SemgrepResult): void {
  if (rules.length === 0) throw broken('was given no rule');
  const met = new Set(matches.map(({ rule, path }) => `${rule} ${path}`));
  const wrong = rules.flatMap(({ id, bad, good }) => {
    const in_ = (kind: 'bad' | 'good', texts: readonly string[]) =>
      texts.map((text, index) => met.has(`${id} ${EXAMPLES}/${id}/${exampleName(kind, index, text)}`));
    return [
      ...in_('bad', bad).flatMap((found, index) =>
        found ? [] : [`${id} misses its bad example ${index + 1}`],
      ),
      ...in_('good', good).flatMap((found, index) =>
        found ? [`${id} finds its good example ${index + 1}`] : [],
      ),
    ];
  });
  if (wrong.length > 0) throw broken(`does not see what it should: ${wrong.join('; ')}`);
}
