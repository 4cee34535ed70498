import { afterAll, beforeAll, expect, it } from 'vitest';
import { detectionSchema } from '../../reports/detection/detection.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness } from './cli.ts';

let checkout: Checkout;
beforeAll(() => {
  checkout = makeCheckout();
});
afterAll(() => checkout.remove());

it('a detection of which every defect is caught passes: one in a process, one in the database', async () => {
  const args = ['detect', '--defect', 'sniffing-allowed', 'events-stored-again', '--clean', '1', '--json'];
  const { code, stdout, said } = await harness(checkout, args, { timeoutMs: 0 });
  const { defects, clean, verdict } = detectionSchema.parse(JSON.parse(stdout));
  expect(
    defects.map(({ outcome }) => outcome),
    said,
  ).toEqual(['caught', 'caught']);
  expect(clean.runs).toHaveLength(1);
  expect([verdict, code]).toEqual(['pass', 0]);
});
