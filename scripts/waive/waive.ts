import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../../evidence/disk.ts';
import { nearTo } from '../../kernel/did-you-mean.ts';
import { ConfigError, messageOf } from '../../kernel/errors.ts';
import type { Reason } from '../../kernel/gate.ts';
import { quarantineIn } from '../../kernel/policy.ts';
import { printable, quoted } from '../../kernel/printable.ts';
import {
  tooLongFor,
  tooLongInQuarantine,
  waivableOf,
  waiverSchema,
  type Waiver,
} from '../../kernel/waiver.ts';
import { judgeRun, type JudgedRun } from '../finish/judge-run.ts';
import { ROOT } from '../root.ts';
import { findRun } from '../session/find-run.ts';
import { policyOf } from '../session/run-record.ts';
import { sayWaive } from '../terminal/say-decision.ts';

/** What harness.config.ts imports its waivers from. */
const FILE = 'waivers.json';

export interface WaiveOptions {
  readonly from: string;
  readonly suite?: string;
  readonly expires?: string;
  readonly owner?: string;
  readonly approver?: string;
  readonly ticket?: string;
  readonly reason?: string;
  readonly flaky?: true;
}

/**
 * Appends a waiver to waivers.json and says so. Throws a ConfigError that names every problem: a field that is missing or not
 * allowed, nothing of that name in the run, or a term that is too long for what it waives. Then the file stays as it was.
 */
export async function waive(name: string, options: WaiveOptions): Promise<string> {
  const { suite: named, from, ...said } = options;
  const judged = await judgeRun(findRun(from));
  const { of, suite } = found(name, named, judged, said.flaky === true);
  const waiver = parsed({ of, suite, ...said, created: new Date().toISOString().slice(0, 10) });
  const evidence = judged.read.suites.find((one) => one.evidence.suite.name === suite)?.evidence;
  const long =
    tooLongFor(waiver, evidence?.findings ?? []) ??
    tooLongInQuarantine(waiver, quarantineIn(policyOf(judged.read.events)).days);
  if (long !== undefined) throw new ConfigError(`--expires: ${long}`);
  const waivers = readWaivers();
  if (waivers.some((one) => one.of === of && one.suite === suite))
    throw new ConfigError(`${FILE} has a waiver of ${of} in ${suite} already; change that one`);
  writeAtomically(join(ROOT, FILE), `${JSON.stringify([...waivers, waiver], null, 2)}\n`);
  const rejudge = `./harness judge ${judged.record.facts.id} tells what the run is with it`;
  return `${FILE}: ${printable(of)} of ${suite} is ${waiver.flaky === true ? 'in quarantine' : 'waived'} until ${waiver.expires}; ${rejudge}`;
}

/** Each problem by the option that is to be mended. */
function parsed(waiver: Readonly<Record<string, unknown>>): Waiver {
  const { data, error } = waiverSchema.safeParse(waiver);
  if (data !== undefined) return data;
  throw new ConfigError(error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`));
}

/** What the run tells by that name, as it is or as we print it; a ConfigError where nothing does, or several suites do. */
function found(name: string, suite: string | undefined, { read, record }: JudgedRun, flaky: boolean) {
  const { id } = record.facts;
  const there = read.suites
    .map(({ evidence }) => evidence)
    .filter((evidence) => suite === undefined || evidence.suite.name === suite)
    .flatMap((evidence) =>
      [...waivableOf(flaky ? { ...evidence, findings: [] } : evidence)].map((of) => ({
        of,
        suite: evidence.suite.name,
      })),
    );
  const [first, ...others] = there.filter(({ of }) => of === name || printable(of) === name);
  if (first === undefined) {
    const ids = there.map(({ of }) => of);
    const [near] = nearTo(name, ids, 0.3);
    const hint =
      near === undefined
        ? `./harness waive --from ${id} lists what could be`
        : `the nearest is ${quoted(near)}`;
    throw new ConfigError(
      `${suite ?? id} tells no check${flaky ? '' : ' or finding'} ${quoted(name)}; ${hint}`,
    );
  }
  if (others.length === 0) return first;
  const names = [first, ...others].map((one) => one.suite).join(', ');
  throw new ConfigError(`${names} all tell ${quoted(name)}; say which is meant with --suite`);
}

function readWaivers(): readonly Readonly<Record<string, unknown>>[] {
  const file = join(ROOT, FILE);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly Readonly<Record<string, unknown>>[];
  } catch (error) {
    throw new ConfigError(
      `${file} cannot be read: ${messageOf(error)}. It holds a list, \`[]\` at first, which harness.config.ts imports as its \`waivers\``,
    );
  }
}

/** What blocks a run and could be waived, a command line each. */
export async function sayWaivable(from: string): Promise<string> {
  const { decision, record } = await judgeRun(findRun(from));
  const { id } = record.facts;
  const blocking = decision.reasons.filter(
    ({ verdict, waivable = [] }) => verdict === 'fail' && waivable.length > 0,
  );
  if (blocking.length === 0) return `${id}: nothing that blocks it can be waived`;
  return [
    `${id}: what blocks it and could be waived`,
    ...blocking.flatMap((reason) => sayBlocking(id, reason)),
  ].join('\n');
}

function sayBlocking(run: string, { suite, what, waivable = [] }: Reason): readonly string[] {
  const rest = '--expires <date> --owner <who> --approver <who> --ticket <address> --reason <text>';
  return [
    '',
    `${suite ?? 'run'}: ${printable(what)}`,
    ...waivable.map((of) => `  ${sayWaive(run, suite, of)} ${rest}`),
  ];
}
