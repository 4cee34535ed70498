import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { callZap, type ZapAccess } from './zap-api.ts';
import { configurationOf } from './zap-daemon.ts';
import { hasRulePacks } from './zap-alerts.ts';
import { messagesOf, type ZapMessage } from './zap-messages.ts';

/** Something on loopback that answers like ZAP's API. */
async function api(answer: (url: URL, key: string | undefined) => { status?: number; body: unknown }) {
  const server = createServer((request, response) => {
    const key = request.headers['x-zap-api-key'];
    const { status = 200, body } = answer(new URL(request.url ?? '/', 'http://x'), key?.toString());
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, key: 'k', signal: new AbortController().signal };
}

async function historyOf(zap: ZapAccess): Promise<readonly ZapMessage[]> {
  const read: ZapMessage[] = [];
  for await (const message of messagesOf(zap)) read.push(message);
  return read;
}

test('sends the key in a header, never in the address', async () => {
  const zap = await api((url, key) => ({ body: { path: url.pathname + url.search, key } }));
  expect(await callZap(zap, 'core/view/x', { start: 1, url: 'http://a/?b' })).toEqual({
    path: '/JSON/core/view/x/?start=1&url=http%3A%2F%2Fa%2F%3Fb',
    key: 'k',
  });
});

test.each([
  ['refuses', { status: 400, body: '{"code":"bad"}' }, /core\/view\/x\/ refused with 400: \{"code":"bad"\}/],
  ['answers no JSON', { body: '<html>' }, /core\/view\/x answered no JSON: <html>/],
])('says which call it was when ZAP %s', async (_, answer, message) => {
  await expect(callZap(await api(() => answer), 'core/view/x')).rejects.toThrow(message);
});

test('says that ZAP is gone', async () => {
  const gone = { url: 'http://127.0.0.1:9', key: 'k', signal: new AbortController().signal };
  await expect(callZap(gone, 'core/view/x')).rejects.toMatchObject({ name: 'InfraError' });
});

test('an abort is an abort, no failure of ZAP', async () => {
  const zap = await api(() => ({ body: {} }));
  await expect(callZap({ ...zap, signal: AbortSignal.abort() }, 'core/view/x')).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('reads the history to its end, page by page', async () => {
  const all = Array.from({ length: 57 }, (_, n) => ({
    requestHeader: String(n),
    requestBody: '',
    responseHeader: '',
    responseBody: '',
  }));
  const zap = await api(({ searchParams }) => {
    const start = Number(searchParams.get('start'));
    return { body: { messages: all.slice(start - 1, start - 1 + Number(searchParams.get('count'))) } };
  });
  expect((await historyOf(zap)).map((message) => message.requestHeader)).toEqual(
    all.map((message) => message.requestHeader),
  );
});

test('refuses a history that is not one', async () => {
  const zap = await api(() => ({ body: { messages: [{}] } }));
  await expect(historyOf(zap)).rejects.toThrow('core/view/messages');
});

test.each([
  [['callhome', 'spider'], false],
  [['spider', 'pscanrules'], true],
])('with the add-ons %j it has rule packs: %s', async (ids, expected) => {
  const zap = await api(() => ({ body: { installedAddons: ids.map((id) => ({ id, name: id })) } }));
  expect(await hasRulePacks(zap)).toBe(expected);
});

test('the spider is told to submit nothing and to carry no cookie', () => {
  expect(configurationOf('k', 3).split('\n')).toEqual(
    expect.arrayContaining([
      'api.key=k',
      'spider.postform=false',
      'spider.processform=false',
      'spider.acceptCookies=false',
      'spider.maxDepth=3',
    ]),
  );
});
