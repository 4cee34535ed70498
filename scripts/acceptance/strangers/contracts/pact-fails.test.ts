// Shows: a consumer that does not ask for what its pact says.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PactV3 } from '@pact-foundation/pact';
import { expect, test } from 'vitest';

const pact = new PactV3({ consumer: 'Web', provider: 'Shop', dir: mkdtempSync(join(tmpdir(), 'pacts-')) });

test('asks for the cart', async () => {
  pact
    .uponReceiving('the cart')
    .withRequest({ method: 'GET', path: '/cart' })
    .willRespondWith({ status: 200 });
  await pact.executeTest(async ({ url }) => {
    expect((await fetch(`${url}/basket`)).status).toBe(500);
  });
});
