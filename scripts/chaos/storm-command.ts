import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shrink } from '../../chaos/storm/shrink.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { loadSuites } from '../../kernel/load-suites.ts';
import { HERE, PRODUCT, PROJECT } from '../../kernel/project.ts';
import type { Suite } from '../../kernel/suite.ts';
import { exitCodeOf } from '../../kernel/verdict.ts';
import { count } from '../../reports/format.ts';
import type { RunResult } from '../finish/run-result.ts';
import { seedOf } from '../run/facts.ts';
import { launcher } from '../run/repeat-command.ts';
import { runCommand } from '../run/run-command.ts';
import { InTurn, type Program } from '../terminal/in-turn.ts';
import { quote } from '../terminal/quote.ts';
import { faultsOf, sayFault, stormAmong, type StormAsked, withStorm } from './storm-suite.ts';

export interface StormOptions {
  readonly seed?: string;
  readonly minutes?: string;
  readonly only?: string;
  readonly env?: string;
  readonly tries: string;
  readonly shrink: boolean;
  readonly allure: boolean;
  readonly install: boolean;
  readonly result?: string;
  readonly show?: boolean;
}

/** `./harness chaos storm`: from the command line to an exit code. Throws a ConfigError before anything starts. */
export async function stormCommand(name: string | undefined, options: StormOptions): Promise<number> {
  const asked = askedOf(options);
  const tries = wholeOf('tries', options.tries, 0);
  const { suites } = await loadSuites(HERE);
  const suite = stormAmong(
    suites.map(({ value }) => value),
    name,
  );
  const faults = faultsOf(withStorm(suite, asked));
  if (options.show === true) {
    for (const [index, one] of faults.entries())
      console.log(`${asked.only?.[index] ?? index + 1}. ${sayFault(one)}`);
    return 0;
  }
  if (!options.shrink) return runStorm(suite, asked, options);
  return runAndShrink(suite, asked, options, tries);
}

function askedOf({ seed, minutes, only }: StormOptions): StormAsked {
  return {
    seed: seedOf(seed),
    minutes: minutes === undefined ? undefined : numberOf('minutes', minutes, 0.1),
    only: only === undefined ? undefined : numbersOf(only),
  };
}

/** In the order in which they come. */
function numbersOf(said: string): readonly number[] {
  return [...new Set(said.split(',').map((one) => wholeOf('only', one, 1)))].sort((a, b) => a - b);
}

function numberOf(option: string, said: string, least: number): number {
  const number = Number(said);
  if (said.trim() !== '' && number >= least && number < 1e6) return number;
  throw new ConfigError(`--${option}: got "${said}"; a number from ${least} on is needed`);
}

function wholeOf(option: string, said: string, least: number): number {
  const number = numberOf(option, said, least);
  if (Number.isInteger(number)) return number;
  throw new ConfigError(`--${option}: got "${said}"; a whole number from ${least} on is needed`);
}

function runStorm(
  suite: Suite,
  asked: StormAsked,
  { env, allure, install, result }: StormOptions,
): Promise<number> {
  return runCommand({
    names: [suite.name],
    options: {
      ...(env !== undefined && { env }),
      ...(result !== undefined && { result }),
      tag: [],
      allure,
      install,
      seed: String(asked.seed),
    },
    special: {
      command: commandOf(suite, asked, env),
      facts: {},
      change: (one) => (one.name === suite.name ? withStorm(one, asked) : one),
    },
  });
}

/** What repeats it. */
function commandOf(suite: Suite, asked: StormAsked, env: string | undefined): string {
  return [launcher(), ...wordsOf(suite, asked, env).map(quote)].join(' ');
}

function wordsOf({ name }: Suite, { seed, minutes, only }: StormAsked, env: string | undefined): string[] {
  return [
    ...['chaos', 'storm', name, '--seed', String(seed)],
    ...(minutes === undefined ? [] : ['--minutes', String(minutes)]),
    ...(only === undefined ? [] : ['--only', only.join(',')]),
    ...(env === undefined ? [] : ['--env', env]),
  ];
}

/** Runs the storm, and where it fails parts of it, for the shortest that still does. Gives the exit code of the first run. */
async function runAndShrink(
  suite: Suite,
  asked: StormAsked,
  options: StormOptions,
  tries: number,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'harness-storm-'));
  using inTurn = new InTurn();
  const run = (one: StormAsked, result: string) =>
    inTurn.run(programOf(wordsOf(suite, one, options.env), options, result));
  const failuresIn = (result: RunResult | undefined) =>
    new Set(
      result?.reasons.flatMap(({ verdict, check, what }) => (verdict === 'fail' ? [check ?? what] : [])),
    );
  const repeat = (only: readonly number[] | undefined) => commandOf(suite, { ...asked, only }, options.env);
  try {
    const first = options.result ?? join(folder, 'first.json');
    const code = await run(asked, first);
    const result = readResult(first);
    if (result?.verdict !== 'fail') return code;
    console.log(`repeat    ${repeat(asked.only)}`);
    const failures = failuresIn(result);
    const all = faultsOf(withStorm(suite, asked)).map((_, index) => asked.only?.[index] ?? index + 1);
    const fails = async (only: readonly number[]) => {
      console.log(`\nshrinking: ${count(only.length, 'fault')} of ${all.length}: ${only.join(', ')}`);
      const file = join(folder, `only-${only.join('-')}.json`);
      await run({ ...asked, only }, file);
      // One that was broken off says nothing.
      if (inTurn.stopped) return undefined;
      return [...failuresIn(readResult(file))].some((one) => failures.has(one));
    };
    const { numbers, isShortest } = await shrink(all, fails, tries);
    const left = faultsOf(withStorm(suite, { ...asked, only: numbers }));
    console.log(
      `\n${count(numbers.length, 'fault')} of ${all.length} still ${numbers.length === 1 ? 'makes' : 'make'} it fail:`,
    );
    for (const [index, one] of left.entries()) console.log(`  ${numbers[index] ?? ''}. ${sayFault(one)}`);
    if (!isShortest)
      console.log(`not shrunk any further: ${inTurn.stopped ? 'interrupted' : sayTries(tries)}`);
    console.log(`repeat    ${repeat(numbers)}`);
    return exitCodeOf(result.verdict);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run in a process of its own: what it leaves in memory goes with it. */
function programOf(words: readonly string[], { allure, install }: StormOptions, result: string): Program {
  const args = [
    ...process.execArgv,
    ...[join(PRODUCT, 'scripts/harness.ts'), ...words, '--no-shrink', '--result', result],
    ...(allure ? [] : ['--no-allure']),
    ...(install ? [] : ['--no-install']),
  ];
  return { program: process.execPath, args, cwd: PROJECT, env: { ...process.env, HARNESS_PROJECT: PROJECT } };
}

function sayTries(tries: number): string {
  return `${count(tries, 'try', 'tries')} used up; --tries allows more`;
}

function readResult(file: string): RunResult | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunResult;
  } catch {
    return undefined;
  }
}
