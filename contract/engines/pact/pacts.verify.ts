import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Verification, verify } from '../../suites/shared/pact-verification.ts';

const interaction = z.looseObject({
  type: z.string().optional(),
  description: z.string(),
  providerState: z.string().optional(),
  providerStates: z.array(z.looseObject({ name: z.string() })).optional(),
});
const pact = z.looseObject({
  consumer: z.looseObject({ name: z.string() }),
  provider: z.looseObject({ name: z.string() }),
  interactions: z.array(interaction).default([]),
  messages: z.array(interaction).default([]),
});

const files = z.array(z.string()).parse(JSON.parse(process.env['HARNESS_PACT_FILES'] ?? '[]'));
const apiUrl = process.env['HARNESS_PROVIDER_URL'] ?? '';
/** Where a provider's own states are set up, as Pact asks: `POST { consumer, state, states, params, action }`. */
const stateUrl = process.env['PACT_STATE_URL'];
/** What nobody could put the provider into, so that what it answered shows nothing. */
const open = new Set<string>();

for (const file of files) {
  const { consumer, provider, interactions, messages } = pact.parse(JSON.parse(readFileSync(file, 'utf8')));
  const isHttp = ({ type }: z.infer<typeof interaction>) =>
    type === undefined || type.startsWith('Synchronous/HTTP');
  describe(`${basename(file)}: ${provider.name} keeps what ${consumer.name} expects`, () => {
    let verification: Verification;
    beforeAll(async () => {
      verification = await verify({ apiUrl, provider: provider.name, pact: file, states: {}, stateUrl });
    }, 600_000);

    for (const one of interactions.filter(isHttp)) {
      const states =
        one.providerStates?.map(({ name }) => name) ?? (one.providerState ? [one.providerState] : []);
      const given = states.length === 0 ? '' : `, given ${states.join(' and ')}`;
      test(`${one.description}${given}`, ({ skip }) => {
        if (states.length > 0 && stateUrl === undefined) {
          for (const state of states) open.add(state);
          skip(`nobody sets up the state "${states.join('", "')}"`);
        }
        expect(verification.interactions.get(one.description) ?? ['was not verified']).toEqual([]);
      });
    }
    for (const { description } of [...messages, ...interactions.filter((one) => !isHttp(one))])
      test(`the message ${description}`, ({ skip }) => {
        open.add(description);
        skip('a message is verified by who tells it, not by a URL');
      });
  });
}

afterAll(() => {
  if (open.size === 0) return;
  throw new Error(
    `not verified: ${[...open].map((name) => `"${name}"`).join(', ')}; say in PACT_STATE_URL where the provider sets up its states. Messages cannot be verified by a URL.`,
  );
});
