import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PactV4 } from '@pact-foundation/pact';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { clientOf, expectStatus } from '../shared/client.ts';
import { LAUNCH_MS } from '../shared/launch.ts';
import { HOOK_MS } from '../shared/operations.ts';
import { type Declared, declare } from './interaction.ts';
import { providerStates } from './provider-states.ts';
import { startWeb, type Web } from '../shared/the-web.ts';
import { driftOf } from '../shared/pact-drift.ts';
import { type Verification, verify } from '../shared/pact-verification.ts';
import { interactions, visitorOf, visits } from './visits.ts';
import { wayOf, waysIn } from './ways.ts';

const PARTIES = { consumer: 'reference-web', provider: 'reference-api' };
const target = binding();
const FOLDER = process.env['HARNESS_PACTS'] ?? join(import.meta.dirname, '../../.pacts');
const PACT = join(FOLDER, `${PARTIES.consumer}-${PARTIES.provider}.json`);

beforeAll(() => {
  // Pact merges into what it finds: an interaction that is no longer declared would live on.
  rmSync(PACT, { force: true });
  mkdirSync(FOLDER, { recursive: true });
});

describe('the web, with an API that answers as the pact says, shows', () => {
  let web: Web;
  const shown = new Set<string>();
  const gone = new Set<string>();
  beforeAll(async () => {
    web = await startWeb();
  }, LAUNCH_MS);
  afterAll(() => web.stop());

  for (const visit of visits)
    test(`${visit.what} @CON-02/understood`, async () => {
      const pact = new PactV4({ ...PARTIES, dir: FOLDER, logLevel: 'error' });
      const declared = visit.asks.map((interaction) => declare(pact, interaction));
      // All of them are asked of one mock, which refuses whatever was not declared and misses what was not asked.
      await (declared.at(-1) as Declared).executeTest(async (mock) => {
        web.ask(mock.url);
        const answer = await visit.does(visitorOf(web.url));
        gone.add(wayOf(answer.what));
        const page = answer.bytes.toString('utf8');
        for (const way of waysIn(page)) shown.add(way);
        expect(answer.status, answer.what).toBe(visit.status);
        for (const [name, value] of Object.entries(visit.headers ?? {}))
          expect(answer.headers.get(name), name).toBe(value);
        for (const words of visit.shows ?? []) expect(page).toContain(words);
      });
    });

  test('and no way that a visit above does not go @CON-02/whole', () => {
    expect(shown.size).toBeGreaterThan(0);
    expect([...shown].filter((way) => !gone.has(way))).toEqual([]);
  });
});

test('the pact holds exactly the declared interactions @CON-02/written', () => {
  const pact = JSON.parse(readFileSync(PACT, 'utf8')) as { interactions: { description: string }[] };
  const written = pact.interactions.map(({ description }) => description);
  expect(written.sort()).toEqual(interactions.map(({ description }) => description).sort());
});

test('what the web asks and expects stands in the description of the API @CON-07/described', async () => {
  const answer = await clientOf(target.apiUrl).get('/openapi.json');
  expectStatus(answer, 200);
  const pact: unknown = JSON.parse(readFileSync(PACT, 'utf8'));
  expect(await driftOf(pact, answer.body as Record<string, unknown>)).toEqual([]);
});

describe('the running API keeps', () => {
  let verification: Verification;
  beforeAll(async () => {
    const states = providerStates(target);
    verification = await verify({ apiUrl: target.apiUrl, provider: PARTIES.provider, pact: PACT, states });
  }, HOOK_MS);

  for (const { description, tag, state } of interactions)
    test(`${description} ${tag} @CON-02/provider-states`, () => {
      expect(verification.states.get(state) ?? 'no handler was called').toBe('ready');
      expect(verification.interactions.get(description) ?? ['was not verified']).toEqual([]);
    });
});
