import { randomBytes, randomUUID } from 'node:crypto';
import pactum from 'pactum';
import { beforeAll, describe, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { envelopeSchema } from './envelope.ts';
import { clientOf } from '../shared/client.ts';
import { type Paths, prepare, refusals } from './refusals.ts';

const { apiUrl, accounts, tenant } = binding();
// It prints the whole request of a failed expectation, with its token.
pactum.settings.setLogLevel('SILENT');
pactum.request.setBaseUrl(apiUrl);
pactum.request.setDefaultTimeout(10_000);

let token = '';

beforeAll(async () => {
  const { username, password } = accounts.user;
  const login = pactum.spec().post('/auth/login').withJson({ email: username, password });
  token = await login.expectStatus(200).returns<Promise<string>>('token');
});

describe('the one envelope answers', () => {
  let paths: Paths;
  beforeAll(async () => {
    paths = await prepare(clientOf(apiUrl, token));
  });

  for (const { title, status, code, ask } of refusals)
    test(`${status} ${code} to ${title} @CON-04/${status} @CON-05/api-request-id`, async () => {
      const requestId = randomUUID();
      await ask(token, paths)
        .withHeaders('request-id', requestId)
        .expectStatus(status)
        .expectHeaderContains('content-type', 'application/json')
        .expectHeader('request-id', requestId)
        .expectJsonSchema(envelopeSchema)
        .expectJsonLike({ error: { code, requestId } });
    });
});

describe('a hop gives back', () => {
  test('its request id, trace and tenant @CON-05/api-request-id @CON-05/api-trace @CON-05/api-tenant', async () => {
    const requestId = randomUUID();
    const trace = randomBytes(16).toString('hex');
    const traceparent = `00-${trace}-${randomBytes(8).toString('hex')}-01`;
    await pactum
      .spec()
      .get('/me')
      .withBearerToken(token)
      .withHeaders({ 'request-id': requestId, traceparent, tenant })
      .expectStatus(200)
      .expectHeader('request-id', requestId)
      .expectHeaderContains('traceparent', `00-${trace}-`)
      .expectHeader('tenant', tenant);
  });

  test('a request id of its own instead of a malformed one @CON-05/made-anew @CON-04/401', async () => {
    await pactum
      .spec()
      .get('/me')
      .withHeaders('request-id', 'not a request id!')
      .expectStatus(401)
      .expectHeader('request-id', /^[A-Za-z0-9._-]{1,64}$/)
      .expectJsonSchema(envelopeSchema);
  });
});
