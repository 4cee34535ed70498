import { MatchersV3, type PactV4 } from '@pact-foundation/pact';
import { expect } from 'vitest';
import type { State } from './provider-states.ts';
import type { WebClient } from './web-client.ts';

const { eachLike, fromProviderState, integer, like, number, regex, string } = MatchersV3;

type Undeclared = ReturnType<PactV4['addInteraction']>;
type Declared = ReturnType<ReturnType<Undeclared['withRequest']>['willRespondWith']>;

/** One thing that the web asks of the API. */
export interface Interaction {
  readonly description: string;
  /** Of CON-02, that the API keeps it. */
  readonly aspect: 'login' | 'me' | 'baseline' | 'refusal';
  readonly state: State;
  /** Request and answer, as they go into the pact. Examples only: the real credentials come from the provider state. */
  readonly declare: (interaction: Undeclared) => Declared;
  /** The web's own code against an API that answers so. */
  readonly consume: (web: WebClient) => Promise<void>;
}

const EXAMPLE = { email: 'user@example.test', password: 'example-password', token: 'example-token' };
const user = {
  id: MatchersV3.uuid('6f0c1c52-8f0e-4d0a-9c1f-2f6d1a7b3c4d'),
  email: like(EXAMPLE.email),
  name: string('A user'),
  role: regex('user|admin', 'user'),
  tenant: string('example'),
};
const bearer = { authorization: fromProviderState('Bearer ${token}', `Bearer ${EXAMPLE.token}`) };
const requestId = regex('^[A-Za-z0-9._-]{1,64}$', 'request-1');
const traced = { 'request-id': requestId };

/** The inventory: all that the pact must hold, no more and no less. */
export const interactions: readonly Interaction[] = [
  {
    description: 'a login with the right password',
    aspect: 'login',
    state: 'an account exists',
    declare: (interaction) =>
      interaction
        .withRequest('POST', '/auth/login', (request) =>
          request.jsonBody({
            email: fromProviderState('${email}', EXAMPLE.email),
            password: fromProviderState('${password}', EXAMPLE.password),
          }),
        )
        .willRespondWith(200, (answer) =>
          answer.headers(traced).jsonBody({
            token: string(EXAMPLE.token),
            tokenType: 'Bearer',
            expiresInSeconds: integer(3600),
            user,
          }),
        ),
    consume: async (web) => {
      const answer = await web.login(EXAMPLE.email, EXAMPLE.password);
      expect(answer).toMatchObject({ status: 200, body: { token: EXAMPLE.token, user: { role: 'user' } } });
    },
  },
  {
    description: 'who is signed in',
    aspect: 'me',
    state: 'somebody is signed in',
    declare: (interaction) =>
      interaction
        .withRequest('GET', '/me', (request) => request.headers(bearer))
        .willRespondWith(200, (answer) => answer.headers(traced).jsonBody(user)),
    consume: async (web) => {
      expect(await web.me(EXAMPLE.token)).toMatchObject({ status: 200, body: { email: EXAMPLE.email } });
    },
  },
  {
    description: 'the metrics of the last minute against the baseline',
    aspect: 'baseline',
    state: 'somebody is signed in',
    declare: (interaction) =>
      interaction
        .withRequest('GET', '/metrics/baseline', (request) => request.headers(bearer))
        .willRespondWith(200, (answer) =>
          answer.headers(traced).jsonBody({
            measuredAt: regex(
              String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`,
              '2026-01-01T00:00:00.000Z',
            ),
            windowSeconds: integer(60),
            metrics: eachLike({
              name: regex('cpu|memory|latency_p95|error_rate|requests', 'cpu'),
              label: string('CPU'),
              unit: string('%'),
              current: number(12.5),
              baseline: number(50),
              delta: number(-37.5),
              status: regex('ok|warn|error', 'ok'),
            }),
          }),
        ),
    consume: async (web) => {
      const { body } = await web.baseline(EXAMPLE.token);
      expect(body).toMatchObject({ windowSeconds: 60, metrics: [{ name: 'cpu', unit: '%', status: 'ok' }] });
    },
  },
  {
    description: 'a refusal of somebody who is not signed in',
    aspect: 'refusal',
    state: 'nobody is signed in',
    declare: (interaction) =>
      interaction.withRequest('GET', '/me').willRespondWith(401, (answer) =>
        answer.headers(traced).jsonBody({
          error: { code: 'UNAUTHENTICATED', message: string('Sign in first.'), requestId },
        }),
      ),
    consume: async (web) => {
      const { status, body } = await web.me();
      expect({ status, body }).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHENTICATED' } } });
    },
  },
];
