import { randomUUID } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { beforeAll, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, type Client, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { startOf } from '../shared/launch.ts';
import { listOf, upload } from '../shared/shapes.ts';

const { apiUrl, accounts } = binding();
let user: Client;
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
});

/** The keys in the product's store that begin so, as the store itself tells them. */
async function keysInStore(prefix = ''): Promise<readonly string[]> {
  const { env } = startOf('api');
  const client = new AwsClient({
    accessKeyId: env['STORAGE_ACCESS_KEY'] ?? '',
    secretAccessKey: env['STORAGE_SECRET_KEY'] ?? '',
    region: env['STORAGE_REGION'] ?? 'us-east-1',
    service: 's3',
    retries: 0,
  });
  const url = `${env['STORAGE_URL'] ?? ''}/${env['STORAGE_BUCKET'] ?? ''}?list-type=2&prefix=${encodeURIComponent(prefix)}`;
  const keys: string[] = [];
  for (let more: string | undefined = ''; more !== undefined;) {
    const answer = await client.fetch(`${url}${more}`, { redirect: 'manual' });
    expect(answer.status, 'the store, asked for all that it has').toBe(200);
    const page = await answer.text();
    keys.push(...[...page.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = '']) => key));
    const token = /<NextContinuationToken>([^<]+)</.exec(page)?.[1];
    more = token && `&continuation-token=${encodeURIComponent(token)}`;
  }
  return keys;
}

const listed = async () =>
  expectBody(await user.get('/uploads?limit=100'), 200, listOf(upload)).items.map(({ id }) => id);

function send(
  content: string,
  { key = randomUUID(), type = 'text/plain', digest = '' } = {},
): Promise<Answer> {
  const headers = {
    'content-type': type,
    'idempotency-key': key,
    ...(digest !== '' && { 'content-digest': digest }),
  };
  return user.ask('POST', '/uploads?name=stored.txt', { body: content, headers });
}

test('the store holds the files that are listed, and nothing of those that were sent twice, refused or deleted @FUN-02/stored', async () => {
  const key = randomUUID();
  const first = expectBody(await send('once', { key }), 201, upload);
  // Those of a tenant lie together.
  const [place = ''] =
    (await keysInStore()).find((stored) => stored.includes(first.id))?.split(first.id) ?? [];
  expect(place, 'where the store keeps what is ours').not.toBe('');
  const ways: Readonly<Record<string, () => Promise<Answer>>> = {
    'the same once more': () => send('once', { key }),
    'another content under its key': () => send('other', { key }),
    'another type under its key': () => send('once', { key, type: 'text/csv' }),
    'a wrong digest': () => send('damaged', { digest: `sha-256=:${Buffer.alloc(32).toString('base64')}:` }),
    'a type that is not taken': () => send('x', { type: 'text/html' }),
    'many at once under one key': async () => {
      const one = randomUUID();
      const answers = await Promise.all(Array.from({ length: 6 }, () => send('many', { key: one })));
      return answers[0] as Answer;
    },
    'one that is deleted': async () => {
      const { id } = expectBody(await send('short-lived'), 201, upload);
      return user.delete(`/uploads/${id}`);
    },
  };
  const answers = [];
  for (const [what, way] of Object.entries(ways)) {
    answers.push((await way()).status);
    const ids = await listed();
    const stored = await keysInStore(place);
    const strange = stored.filter((one) => !ids.some((id) => one.includes(id)));
    expect(strange, `${what}: in the store, and no upload's`).toEqual([]);
    expect(stored.length, `${what}: objects, one for each upload of ours`).toBe(ids.length);
  }
  expect(answers).toEqual([201, 422, 422, 422, 415, 201, 204]);
  expectStatus(await user.get(`/uploads/${first.id}/content`), 200);
});
