import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import { ROOT } from '../root.ts';
import { harness } from './cli.ts';
import { startStandIn, type StandIn } from './stand-in.ts';

const LONG_MS = 60 * 60_000;

/** It looks into the environment of the product's own process. */
describe.skipIf(!existsSync('/proc/self/environ'))('a target that stands in for staging', () => {
  let checkout: Checkout;
  let target: StandIn;
  beforeAll(async () => {
    checkout = makeCheckout();
    // Scanners of source ask for its history.
    const own = ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false'];
    for (const words of [
      ['init', '-q'],
      ['fetch', '-q', ROOT, 'HEAD'],
      ['reset', '-q', '--soft', 'FETCH_HEAD'],
      ['add', '-A'],
      [...own, 'commit', '-q', '--allow-empty', '-m', 'all'],
    ])
      execFileSync('git', words, { cwd: checkout.root });
    target = await startStandIn(checkout, ['staging']);
  });
  afterAll(async () => {
    try {
      await target.stop();
    } finally {
      await checkout.remove();
    }
  });

  it('passes every suite of stage pr that can run there; without advisories that of dependencies is open, and says so', async () => {
    const args = ['run', '--stage', 'pr', '--env', 'staging', '--no-allure', '--json'];
    const run = await harness(checkout, args, { timeoutMs: LONG_MS });
    const { suites, reasons } = JSON.parse(run.stdout) as {
      suites: readonly { readonly name: string; readonly verdict: string }[];
      reasons: readonly { readonly suite?: string; readonly what: string }[];
    };
    const open = suites.filter(({ verdict }) => verdict !== 'pass');
    expect(open.map(({ name, verdict }) => [name, verdict])).toEqual([['security/sca', 'unknown']]);
    expect(suites.map(({ name }) => name)).not.toContain('contract/processes');
    expect(suites.length).toBeGreaterThan(40);
    for (const { suite, what } of reasons)
      expect([suite, what]).toEqual(['security/sca', expect.stringMatching(/^no advisory source answers/)]);
  });
});
