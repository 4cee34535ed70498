import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness } from './cli.ts';

let checkout: Checkout;
beforeAll(() => {
  checkout = makeCheckout();
});
afterAll(() => checkout.remove());

it('runs on the reference target at once do not collide', async () => {
  const args = ['run', 'contract/error-envelope', '--env', 'local', '--no-allure'];
  const outcomes = await Promise.all([1, 2, 3].map(() => harness(checkout, args, { timeoutMs: 0 })));
  for (const { code, said } of outcomes) expect(code, said).toBe(0);
  expect(checkout.runs()).toHaveLength(outcomes.length);
});
