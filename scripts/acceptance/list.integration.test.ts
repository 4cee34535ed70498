import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Checkout, makeCheckout } from './checkout.ts';
import { harness } from './cli.ts';

const SUITE = 'load/suites/smoke/smoke.suite.ts';

let checkout: Checkout;
beforeAll(() => (checkout = makeCheckout()));
afterAll(() => checkout.remove());

const kept = () => join(checkout.root, '.harness/list.json');
const read = (file: string) => readFileSync(join(checkout.root, file), 'utf8');
const list = async () => {
  const { code, stdout, said } = await harness(checkout, ['list', '--json']);
  expect(code, said).toBe(0);
  return stdout;
};

/** Until it kept what it said: files as new as these are not trusted at first. */
beforeEach(async () => {
  rmSync(kept(), { force: true });
  await expect.poll(async () => (await list()) && existsSync(kept()), { interval: 700 }).toBe(true);
});

it('answers from what it kept', async () => {
  checkout.write('.harness/list.json', read('.harness/list.json').replace('load/smoke', 'load/kept'));
  expect(await list()).toContain('load/kept');
});

it.each([
  ['a changed suite', () => change(SUITE, "title: '", "title: 'As it is now: "), '"title":"As it is now: '],
  ['a change of what suites import', () => change('load/suites/shared/thresholds.ts', 'p95', 'p96'), '.p96"'],
  [
    'a new suite',
    () => checkout.write('load/suites/new/new.suite.ts', read(SUITE).replace('load/smoke', 'load/new')),
    '"load/new"',
  ],
])('shows %s at once', async (_, make, shown) => {
  expect(await list()).not.toContain(shown);
  make();
  expect(await list()).toContain(shown);
});

it('shows no suite that is gone', async () => {
  expect(await list()).toContain('"load/new"');
  rmSync(join(checkout.root, 'load/suites/new'), { recursive: true });
  expect(await list()).not.toContain('"load/new"');
});

function change(file: string, from: string, to: string): void {
  expect(read(file)).toContain(from);
  checkout.write(file, read(file).replaceAll(from, to));
}
