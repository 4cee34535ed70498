import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparisonSchema } from '../../reports/load/comparison.ts';
import { fabricateRun, type FabricatedRun } from '../comparison/testing/fabricated-run.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness, startProgram } from './cli.ts';

let checkout: Checkout;
beforeAll(() => {
  checkout = makeCheckout();
});
afterAll(() => checkout.remove());

let minute = 10;
/** Gives the id of a run that was made a minute later than the last one. */
function made(more: Partial<FabricatedRun> = {}): string {
  const id = `20261121_03${minute++}_x_1a2b3c4_9f3e`;
  const root = join(checkout.root, 'evidence');
  fabricateRun({ root, id, branch: 'main', seed: minute, sealed: true, ...more });
  return id;
}

const FOLDER = 'baselines-of-this-test';
const baseline = (...args: readonly string[]) =>
  harness(checkout, ['baseline', ...args], { env: { HARNESS_BASELINES: join(checkout.strangers, FOLDER) } });

describe('a baseline', () => {
  it('is saved from the newest run, listed, and replaced with a word about it', async () => {
    expect((await baseline('list')).said).toContain('no baseline in');
    const first = made();
    const saved = await baseline('save');
    expect(saved.said).toContain(
      `load/stress: 57 windows saved to ${checkout.strangers}/${FOLDER}/main/load/stress.json`,
    );
    expect(saved.code).toBe(0);
    made();
    expect((await baseline('save')).said).toContain(`in place of run ${first} (1a2b3c4, 2026-11-21`);
    const [listed] = JSON.parse((await baseline('list', '--json')).stdout) as {
      suite: string;
      windows: number;
    }[];
    expect(listed).toMatchObject({ suite: 'load/stress', branch: 'main', windows: 57 });
    expect((await baseline('list')).said).toMatch(
      /main +load\/stress +\S+ +1a2b3c4 +stress +local +57 +2 cores, 4\.29 GB/,
    );
  });

  it('is what a run of another branch is compared with, until that has its own', async () => {
    const alike = made({ branch: 'feature/x' });
    const same = await baseline('compare');
    expect(same.said).toContain('against main 1a2b3c4 of 2026-11-21 (main: feature/x has none)');
    expect(same.code, same.said).toBe(0);
    const slower = made({ branch: 'feature/x', factor: 1.2 });
    const worse = await baseline('compare', slower);
    expect(worse.said).toMatch(/✗ fail load\/stress .*: worse: p95 of all \+\d/);
    expect(worse.said).toMatch(/p95 +all .* ms .* ms +\+\d+\.\d % +< 0\.001 +✗ worse/);
    expect(worse.code).toBe(1);
    await baseline('save', slower);
    const own = await baseline('compare', slower, '--json');
    const comparison = comparisonSchema.parse(JSON.parse(own.stdout));
    expect(comparison.suites[0]).toMatchObject({
      verdict: 'pass',
      baseline: { branch: 'feature/x', chosen: 'own branch' },
    });
    const written = join(checkout.root, 'reports/runs', slower, 'comparison.json');
    expect(comparisonSchema.parse(JSON.parse(readFileSync(written, 'utf8')))).toEqual(comparison);
    const asked = await baseline('compare', slower, '--to', 'main');
    expect(asked.code).toBe(1);
    const file = join(checkout.strangers, FOLDER, 'main/load/stress.json');
    expect((await baseline('compare', alike, '--to', file)).said).toContain('(as asked)');
  });

  it('of another machine is not compared silently', async () => {
    const run = made({
      facts: { machine: { os: 'Linux 6.1.0', cores: 64, memoryMb: 4096, cpu: 'Sample CPU' } },
    });
    const silent = await baseline('compare', run);
    expect(silent.said).toContain('another place: cores: 2 before, 64 now');
    expect(silent.code).toBe(2);
    const despite = await baseline('compare', run, '--despite-machine');
    expect(despite.said).toContain('compared despite cores: 2 before, 64 now');
    expect(despite.code, despite.said).toBe(0);
  });

  it.each<[string, Partial<FabricatedRun>, string, string]>([
    [
      'too short',
      { minutes: 1 },
      'it has 5 comparable windows, and at least 8 are needed',
      'other rates, users or durations',
    ],
    ['without a load', { suite: 'e2e/login' }, 'has no load suite', 'has no load suite'],
    [
      'shrunk',
      { plan: { scale: { time: 1, rate: 0.5 } } },
      '57 windows saved',
      'rate scale: 1 before, 0.5 now',
    ],
  ])('and a run that is %s: no pass', async (_, more, saved, compared) => {
    const run = made(more);
    const comparison = await baseline('compare', run);
    expect(comparison.said).toContain(compared);
    expect(comparison.code).toBe(2);
    expect((await baseline('save', run, '--branch', 'elsewhere')).said).toContain(saved);
  });
});

it('a run that ends is compared, in its report and ever after', async () => {
  const kept = join(checkout.strangers, 'until-the-end');
  const env = { HARNESS_BASELINES: kept };
  await harness(checkout, ['baseline', 'save', made()], { env });
  const policy = { required: [], mustProve: [], flakes: 0, notWorse: ['load/stress'] };
  const id = made({ factor: 1.2, policy, sealed: false });
  const finish = `import { FINISH } from './scripts/finish/finish.ts';
    import { findRun } from './scripts/session/find-run.ts';
    const { result } = await FINISH.run({ run: findRun('${id}'), allure: false });
    console.log(result.verdict);`;
  const ended = await startProgram(checkout, [process.execPath, '--input-type=module', '-e', finish], { env })
    .ended;
  expect(ended.stdout.trim(), ended.said).toBe('fail');
  const folder = join(checkout.root, 'reports/runs', id);
  const comparison: unknown = JSON.parse(readFileSync(join(folder, 'comparison.json'), 'utf8'));
  expect(comparisonSchema.parse(comparison)).toMatchObject({ run: id, verdict: 'fail' });
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('not worse than its baseline');
  expect((await harness(checkout, ['evidence', 'verify', id])).code).toBe(0);
  rmSync(kept, { recursive: true });
  const judged = await harness(checkout, ['judge', id], { env });
  expect(judged.said).toContain('worse: p95 of all');
  expect(judged.code, judged.said).toBe(1);
});
