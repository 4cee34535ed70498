import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MUTATIONS } from '../../../evidence/testing/mutations/all.ts';
import { type Mutation, pick, type Victim } from '../../../evidence/testing/mutations/victim.ts';
import { seededRandom } from '../../../kernel/seeded-random.ts';
import { judgeChanged, know, type Known, reportChanged } from './judge-changed.ts';
import { layOut } from './laid-out.ts';
import { makeSeeds } from './seeds.ts';

/*
 * Changes evidence as whoever must not would, one numbered way after another, and lets everything that reads evidence loose on it. A
 * program of its own, so that whoever waits for it can end it should a reader hang.
 * usage: change-evidence.ts <first number> <how many>; prints a line of JSON for each number begun, each wrong outcome, and the sum.
 */

/** Of so many one is reported, too: a report takes far longer than a verdict. */
const REPORT_EACH = 50;
/** How many are changed in two ways. */
const TWICE = 0.15;

const base = mkdtempSync(join(process.env['MUTATED_EVIDENCE'] ?? tmpdir(), 'mutated-'));
const root = join(base, 'evidence');
const sums: Record<string, number> = {};

try {
  const [first = 0, count = 0] = process.argv.slice(2).map(Number);
  const odd = await makeOdd();
  const seeds: Known[] = [];
  for (const seed of await makeSeeds(root)) seeds.push(await know(seed, layOut(root, seed), complain));
  for (const { name, verdict, sealedAs } of seeds) say({ seed: name, verdict, sealedAs });
  const began = performance.now();
  for (let number = first; number < first + count; number += 1) {
    say({ number });
    await tryOne(number, seeds, odd);
  }
  say({ tried: count, seconds: (performance.now() - began) / 1000, mutations: MUTATIONS.length, sums });
} finally {
  rmSync(base, { recursive: true, force: true });
}

function say(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function complain(wrong: string, more: object = {}): void {
  say({ wrong, ...more });
}

function add(what: string): void {
  sums[what] = (sums[what] ?? 0) + 1;
}

async function makeOdd(): Promise<Victim['odd']> {
  const odd = { pipe: join(base, 'pipe'), socket: join(base, 'socket') };
  execFileSync('mkfifo', [odd.pipe]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(odd.socket, resolve));
  server.unref();
  return odd;
}

async function tryOne(number: number, seeds: readonly Known[], odd: Victim['odd']): Promise<void> {
  const random = seededRandom(number);
  const seed = pick({ random }, seeds);
  const others = seeds.filter(({ id, sealed }) => id !== seed.id && sealed);
  const run = layOut(root, seed);
  const victim = { id: run.id, folder: run.folder, random, other: pick({ random }, others).files, odd };
  const once = MUTATIONS[number % MUTATIONS.length] ?? pick(victim, MUTATIONS);
  const done = random() < TWICE ? [once, pick(victim, MUTATIONS)] : [once];
  for (const mutation of done) apply(mutation, victim);
  const what = `${number}: ${seed.name} with ${done.map(({ name }) => name).join(', and ')}`;
  const complainOfIt = (wrong: string, more?: object) => complain(`${what}: ${wrong}`, more);
  try {
    const remade = done.some((mutation) => mutation.remade === true);
    add(await judgeChanged(run, seed, remade, complainOfIt));
    if (number % REPORT_EACH === 0) await reportChanged(run, join(base, 'reports'), complainOfIt);
  } catch (error) {
    complainOfIt('crashed', { error: error instanceof Error ? error.stack : String(error) });
  }
}

/** The second of two may find nothing left to change. */
function apply(mutation: Mutation, victim: Victim): void {
  try {
    mutation.apply(victim);
    add(mutation.name);
  } catch {
    add('found nothing to change');
  }
}
