import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../fixtures/services/free-port.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness } from './cli.ts';
import { copyStrangers } from './stranger-runs.ts';
import { STRANGERS } from './stranger-table.ts';
import { tellOfStrangers } from './tell-of-strangers.ts';

// All of them are in strangers.long.test.ts.
tellOfStrangers(STRANGERS.filter(({ short }) => short));

describe('a server that the tool starts itself', () => {
  let checkout: Checkout;
  beforeAll(() => {
    checkout = makeCheckout();
    copyStrangers(checkout.strangers);
  });
  afterAll(() => checkout.remove());

  it('need not answer before, and is what was tested', async () => {
    const [port = 0] = await freePorts(1);
    const file = join(checkout.strangers, 'playwright/starts-server/playwright.config.ts');
    const args = ['run', file, '--base-url', `http://localhost:${port}`, '--no-allure'];
    const { code, said } = await harness(checkout, args, { env: { SHOP_PORT: String(port) } });
    expect(said).toMatch(/PASS .*1 check/);
    expect(code).toBe(0);
  });
});
