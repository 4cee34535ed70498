/**
 * `npm test`: everything that proves the harness itself: static checks, unit tests with coverage, integration tests on real
 * engines, and one whole smoke run. `npm run test:long`: the same tests' full versions instead, which take an hour. Ends with
 * `N passed, N failed`: tests plus smoke suites plus each check that failed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STATIC_STEPS } from './quality/static-steps.ts';
import { runStep, type Step } from './quality/step.ts';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const scratch = mkdtempSync(join(tmpdir(), 'harness-test-'));

function readCount(file: string, read: (json: unknown) => Count): Count {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // A runner that wrote no result has proven nothing.
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function vitestCount(json: unknown): Count {
  const all = json as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    success: boolean;
  };
  const broken = !all.success && all.numFailedTests === 0 ? 1 : 0;
  return { passed: all.numPassedTests, failed: all.numFailedTests + broken, skipped: all.numPendingTests };
}

function smokeCount(json: unknown): Count {
  const { suites } = json as { suites: { verdict: string }[] };
  const good = suites.filter(({ verdict }) => verdict === 'pass' || verdict === 'waived').length;
  return { passed: good, failed: suites.length - good, skipped: 0 };
}

async function checked(step: Step): Promise<Count> {
  const { passed } = await runStep(step);
  return { passed: 0, failed: passed ? 0 : 1, skipped: 0 };
}

async function vitest(project: string, extra: readonly string[]): Promise<Count> {
  const file = join(scratch, `${project}.json`);
  const args = [
    'run',
    '--project',
    project,
    '--reporter',
    'default',
    '--reporter',
    'json',
    `--outputFile.json=${file}`,
  ];
  const { passed } = await runStep({
    name: `${project} tests`,
    command: 'vitest',
    args: [...args, ...extra],
    live: true,
  });
  const count = readCount(file, vitestCount);
  return passed || count.failed > 0 ? count : { ...count, failed: 1 };
}

async function smoke(): Promise<Count> {
  const file = join(scratch, 'smoke.json');
  const args = ['run', '--stage', 'smoke', '--env', 'local', '--result', file];
  const { passed } = await runStep({ name: 'smoke run', command: './harness', args, live: true });
  const count = readCount(file, smokeCount);
  return passed || count.failed > 0 ? count : { ...count, failed: 1 };
}

async function inOrder(steps: readonly (() => Promise<Count>)[]): Promise<readonly Count[]> {
  const counts: Count[] = [];
  for (const step of steps) counts.push(await step());
  return counts;
}

const statics = STATIC_STEPS.map((step) => () => checked(step));
const engines = () =>
  checked({ name: 'engines', command: './harness', args: ['doctor', '--fix'], live: true });

async function usual(): Promise<readonly Count[]> {
  // Two lanes for two cores.
  const first = await Promise.all([inOrder(statics), vitest('unit', ['--coverage'])]);
  const rest = [engines, () => vitest('integration', []), () => vitest('alone', []), smoke];
  return [...first.flat(), ...(await inOrder(rest))];
}

let counts: readonly Count[];
try {
  counts = await (process.argv.includes('--long') ? inOrder([engines, () => vitest('long', [])]) : usual());
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const sum = (of: keyof Count) => counts.reduce((total, count) => total + count[of], 0);
const skipped = sum('skipped');
if (skipped > 0) console.log(`${skipped} skipped, with the reasons above`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
