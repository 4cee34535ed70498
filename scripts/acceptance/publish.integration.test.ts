import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness } from './cli.ts';
import { startTinyServer, type TinyServer } from './tiny-server.ts';

/** At its first call it dies with the harness, as if both were killed. */
const DIES_ONCE = `import { existsSync, writeFileSync } from 'node:fs';
import { definePublisher } from '../../kernel/publisher.ts';
export default definePublisher({
  name: 'dies-once',
  parse: (options) => options as { readonly begun: string },
  publish: async ({ verdict }, { begun }) => {
    if (!existsSync(begun)) {
      writeFileSync(begun, '');
      process.kill(process.pid, 'SIGKILL');
    }
    return Promise.resolve('handed on as ' + verdict);
  },
});`;

let checkout: Checkout;
let server: TinyServer;
beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
});
afterAll(async () => {
  await server.close();
  await checkout.remove();
});

it('a new publisher is one folder and its name in the configuration; what a kill left of it the watcher does', async () => {
  checkout.write('publishers/dies-once/dies-once.publisher.ts', DIES_ONCE);
  const ledger = join(checkout.strangers, 'ledger.ndjson');
  const publish = [
    { publisher: 'dies-once', options: { begun: join(checkout.strangers, 'begun') } },
    { publisher: 'ledger', options: { file: ledger } },
  ];
  const config = readFileSync(join(checkout.root, 'harness.config.ts'), 'utf8');
  checkout.write(
    'harness.config.ts',
    config.replace('  waivers,', `  waivers,\n  publish: ${JSON.stringify(publish)},`),
  );
  const file = checkout.stranger(
    'one.test.mjs',
    `import { expect, test } from 'vitest'; test('one', () => expect(1).toBe(1));`,
  );
  const killed = await harness(checkout, ['run', file, '--base-url', server.url, '--no-allure']);
  expect([null, 137], killed.said).toContain(killed.code);
  const [id = ''] = checkout.runs();
  const notes = join(checkout.root, `evidence/runs/${id}.published.ndjson`);
  await expect
    .poll(() => (existsSync(notes) ? readFileSync(notes, 'utf8') : ''))
    .toContain('"ledger","digest"');
  expect(readFileSync(notes, 'utf8')).toContain('handed on as pass');
  const noted = JSON.parse(readFileSync(ledger, 'utf8')) as { run: string; digest: string };
  expect(noted.run).toBe(id);
  const verified = await harness(checkout, ['evidence', 'verify', id, '--digest', noted.digest]);
  expect(verified.code, verified.said).toBe(0);
  const listed = await harness(checkout, ['evidence', 'list']);
  expect(listed.stdout).toMatch(/published by[\s\S]* dies-once, ledger/);
  // Nothing is left, and nothing is done twice.
  const again = await harness(checkout, ['publish', id]);
  expect([again.code, again.said]).toEqual([0, expect.stringContaining('nothing is left to publish')]);
});
