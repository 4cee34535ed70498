import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness } from './cli.ts';
import { startStandIn, type StandIn } from './stand-in.ts';

/** It looks into the environment of the product's own process. */
describe.skipIf(!existsSync('/proc/self/environ'))('a target that stands in for production', () => {
  let checkout: Checkout;
  let target: StandIn;
  beforeAll(async () => {
    checkout = makeCheckout();
    target = await startStandIn(checkout, ['prod']);
  });
  afterAll(async () => {
    try {
      await target.stop();
      expect(existsSync(join(checkout.root, '.env.prod')), '.env.prod').toBe(false);
    } finally {
      await checkout.remove();
    }
  });

  it('passes stage verify, which leaves nothing there: no row, no audit line, no session', async () => {
    const [before, lines] = [await target.kept(), await target.auditLines()];
    // Without rows, or as nobody, everything would be as it was.
    expect(before.rows['users of tenant-01'], 'digest of rows').toMatch(/^[0-9a-f]{32}$/);
    const run = await harness(checkout, ['run', '--stage', 'verify', '--env', 'prod', '--no-allure']);
    expect(run.code, run.said).toBe(0);
    expect(await target.auditLines(), 'lines of the audit log').toBe(lines);
    expect(await target.kept(), 'rows by table and tenant, and sessions').toEqual(before);
  });

  it('is told of in a file for its user alone', () => {
    expect(statSync(join(checkout.root, '.env.prod')).mode & 0o777).toBe(0o600);
  });

  it('is not written to: what writes is refused when it is named, before anything starts', async () => {
    const runs = checkout.runs().length;
    const run = await harness(checkout, ['run', 'contract/auth', '--env', 'prod']);
    expect(run.code, run.said).toBe(254);
    expect(run.said).toMatch(
      /contract\/auth: environment prod lets suites do no more than: reads; this one writes/,
    );
    expect(checkout.runs()).toHaveLength(runs);
  });

  it('is not asked to be moved away while it is up', async () => {
    const again = await harness(checkout, ['target', 'up', '--stand-in', 'prod']);
    expect(again.code, again.said).toBe(254);
    expect(again.said).toMatch(/a target is up already, kept by process \d+; stop it with/);
    expect(existsSync(join(checkout.root, '.env.prod')), '.env.prod').toBe(true);
  });

  it('fails where nobody is let in, and still says of the rest that it is whole', async () => {
    const run = await harness(checkout, ['run', '--stage', 'verify', '--env', 'prod', '--no-allure'], {
      env: { PROD_USER_PASSWORD: 'of somebody else' },
    });
    expect(run.code, run.said).toBe(1);
    expect(run.said).toMatch(/POST \/auth\/login: expected 401 to be 200/);
    expect(run.said).toMatch(/4 passed, 3 failed/);
  });
});
