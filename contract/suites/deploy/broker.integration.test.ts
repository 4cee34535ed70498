import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askBroker } from './broker.ts';

describe('by a broker', () => {
  let server: Server;
  let says: { status: number; body: string } = { status: 200, body: '' };
  let asked: { url: string | undefined; token: string | undefined };
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked = { url: request.url, token: request.headers.authorization };
      response.statusCode = says.status;
      response.end(says.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  it.each([
    [200, { summary: { deployable: true } }, 'yes'],
    [200, { summary: { deployable: false, reason: 'broken' } }, 'no'],
    [200, { summary: { deployable: null, reason: 'never verified' } }, 'unknown'],
    [200, {}, 'unknown'],
    [401, { summary: { deployable: true } }, 'unknown'],
    [302, { summary: { deployable: true } }, 'unknown'],
  ])('%i %j is %s', async (status, body, may) => {
    says = { status, body: JSON.stringify(body) };
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const request = { name: 'api', version: '2', environment: 'production' };
    expect((await askBroker({ url, token: 't' }, request)).may).toBe(may);
    expect(asked).toEqual({
      url: '/can-i-deploy?pacticipant=api&version=2&environment=production',
      token: 'Bearer t',
    });
  });
});
