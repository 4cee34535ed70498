import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PactV4 } from '@pact-foundation/pact';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { interactions } from './interactions.ts';
import { providerStates } from './provider-states.ts';
import { type Verification, verify } from './verification.ts';
import { webClient } from './web-client.ts';

const PARTIES = { consumer: 'reference-web', provider: 'reference-api' };
const FOLDER = process.env['HARNESS_PACTS'] ?? join(import.meta.dirname, '../../.pacts');
const PACT = join(FOLDER, `${PARTIES.consumer}-${PARTIES.provider}.json`);

beforeAll(() => {
  // Pact merges into what it finds: an interaction that is no longer declared would live on.
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
});

describe('the web understands', () => {
  for (const { description, state, declare, consume } of interactions)
    test(`${description} @CON-02/understood`, async () => {
      const pact = new PactV4({ ...PARTIES, dir: FOLDER, logLevel: 'error' });
      const interaction = pact.addInteraction().given(state).uponReceiving(description);
      await declare(interaction).executeTest((mock) => consume(webClient(mock.url)));
    });
});

test('the pact holds exactly the declared interactions @CON-02/written', () => {
  const pact = JSON.parse(readFileSync(PACT, 'utf8')) as { interactions: { description: string }[] };
  const written = pact.interactions.map(({ description }) => description);
  expect(written.sort()).toEqual(interactions.map(({ description }) => description).sort());
});

describe('the running API keeps', () => {
  let verification: Verification;
  beforeAll(async () => {
    const target = binding();
    const states = providerStates(target);
    verification = await verify({ apiUrl: target.apiUrl, provider: PARTIES.provider, pact: PACT, states });
  });

  for (const { description, aspect, state } of interactions)
    test(`${description} @CON-02/${aspect} @CON-02/provider-states`, () => {
      expect(verification.states.get(state) ?? 'no handler was called').toBe('ready');
      expect(verification.interactions.get(description) ?? ['was not verified']).toEqual([]);
    });
});
