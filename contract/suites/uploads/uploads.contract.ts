import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { REFUSED_FILE_NAMES, randomBytes, textFile } from '../../../fixtures/data/file.ts';
import { randomFrom } from '../../../fixtures/data/random.ts';
import {
  type Answer,
  type Client,
  clientOf,
  expectBody,
  expectInvalid,
  expectRefusal,
  expectStatus,
  signIn,
} from '../shared/client.ts';
import { follow } from '../shared/lists.ts';
import { link, upload } from '../shared/shapes.ts';

const { apiUrl, accounts, neighbour } = binding();
const MOST_BYTES = 5 * 1024 * 1024;
const random = randomFrom('uploads');
const png = randomBytes(random, 200 * 1024 + 7);
const NOWHERE = '/uploads/00000000-0000-4000-8000-000000000000';

interface File {
  readonly name?: string;
  readonly type?: string;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

let user: Client;
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes);
const digestOf = (bytes: Uint8Array) => `sha-256=:${sha256(bytes).digest('base64')}:`;
const small = () => textFile(random, 100);
function send({
  name = 'small.txt',
  type = 'text/plain',
  bytes = small(),
  headers = {},
}: File): Promise<Answer> {
  const key = { 'idempotency-key': randomUUID() };
  return user.ask('POST', `/uploads?name=${encodeURIComponent(name)}`, {
    body: bytes,
    headers: { 'content-type': type, ...key, ...headers },
  });
}
const sent = async (file: File = {}) => expectBody(await send(file), 201, upload);

/** That the very bytes come back, with what says that they are. */
function expectBytes(answer: Answer, bytes: Uint8Array): void {
  expectStatus(answer, 200);
  expect(answer.bytes.length, `${answer.what}: bytes`).toBe(bytes.length);
  const digests = [answer.bytes, bytes].map((each) => sha256(each).digest('hex'));
  expect(digests[0], `${answer.what}: sha-256 of what came`).toBe(digests[1]);
}

describe('a file', () => {
  for (const { title, type, bytes } of [
    { title: 'of 200 KiB and some bytes', type: 'image/png', bytes: png },
    { title: 'of one byte', type: 'text/plain', bytes: Uint8Array.of(0x41) },
    { title: 'of text beyond ASCII', type: 'text/csv', bytes: textFile(random, 70_001) },
    { title: 'of the largest size, 5 MiB', type: 'application/pdf', bytes: randomBytes(random, MOST_BYTES) },
  ])
    test(`${title} comes back byte for byte @FUN-02/stored @FUN-02/downloaded`, async () => {
      const made = await sent({ name: 'report.bin', type, bytes });
      expect(made).toMatchObject({
        name: 'report.bin',
        type,
        size: bytes.length,
        sha256: sha256(bytes).digest('hex'),
        createdBy: accounts.user.username,
      });
      const answer = await user.get(`/uploads/${made.id}/content`);
      expectBytes(answer, bytes);
      expect(answer.headers.get('content-type'), answer.what).toContain(type);
      expect(answer.headers.get('content-length'), answer.what).toBe(String(bytes.length));
      expect(answer.headers.get('content-digest'), answer.what).toBe(digestOf(bytes));
      expect(answer.headers.get('content-disposition'), answer.what).toBe(
        'attachment; filename="report.bin"',
      );
      expect(answer.headers.get('x-content-type-options'), answer.what).toBe('nosniff');
      expectStatus(await user.delete(`/uploads/${made.id}`), 204);
    });

  test('is listed and described, and gone once it is deleted @FUN-02/listed', async () => {
    const [older, newer] = [await sent({ name: 'older.txt' }), await sent({ name: 'newer.txt' })];
    const listed = await follow(user, '/uploads?limit=1', upload, (items) =>
      items.some(({ id }) => id === older.id),
    );
    const ours = listed.filter(({ id }) => [older.id, newer.id].includes(id));
    expect(ours, 'GET /uploads, newest first').toEqual([newer, older]);
    expect(expectBody(await user.get(`/uploads/${older.id}`), 200, upload)).toEqual(older);
    expectStatus(await user.delete(`/uploads/${older.id}`), 204);
    for (const path of [`/uploads/${older.id}`, `/uploads/${older.id}/content`])
      expectRefusal(await user.get(path), 404, 'NOT_FOUND');
    expectRefusal(await user.delete(`/uploads/${older.id}`), 404, 'NOT_FOUND');
    expectStatus(await user.get(`/uploads/${newer.id}/content`), 200);
  });

  test('may have any honest name @FUN-02/stored', async () => {
    for (const name of [
      'Jahresübersicht 2026.csv',
      'a "quoted" name.txt',
      '日本語.txt',
      'x'.repeat(200),
      '...',
    ]) {
      const made = await sent({ name });
      expect(made.name, 'POST /uploads').toBe(name);
      const answer = await user.get(`/uploads/${made.id}/content`);
      expectStatus(answer, 200);
      expect(answer.headers.get('content-disposition'), answer.what).toMatch(/^attachment; filename="/);
    }
  });
});

describe('limits of a file', () => {
  test('one byte more than 5 MiB is too large @FUN-02/size-limit @CON-04/413', async () => {
    const answer = await send({ type: 'application/pdf', bytes: new Uint8Array(MOST_BYTES + 1) });
    expectRefusal(answer, 413, 'PAYLOAD_TOO_LARGE');
  });

  test('no byte at all is refused @FUN-02/size-limit @CON-04/400', async () => {
    expectRefusal(await send({ bytes: new Uint8Array() }), 400, 'VALIDATION_FAILED');
  });

  for (const type of [
    'application/zip',
    'text/html',
    'image/svg+xml',
    'application/octet-stream',
    'application/x-sh',
  ])
    test(`type ${type} is not taken @FUN-02/type-limit @SEC-08/input @CON-04/415`, async () => {
      expectRefusal(await send({ type }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    });

  for (const [title, name] of Object.entries(REFUSED_FILE_NAMES))
    test(`a name that is ${title} is refused @SEC-08/input @CON-04/400-fields`, async () => {
      expectInvalid(await send({ name }), 'name');
    });

  test('a missing name or key is refused @SEC-08/input @CON-08/key-required @CON-04/400-fields', async () => {
    const body = small();
    const headers = { 'content-type': 'text/plain' };
    const keyed = { ...headers, 'idempotency-key': randomUUID() };
    expectInvalid(await user.ask('POST', '/uploads', { body, headers: keyed }), 'name');
    expectInvalid(await user.ask('POST', '/uploads?name=a.txt', { body, headers }), 'idempotency-key');
  });

  test('ids that are unknown or malformed are refused @CON-04/404 @CON-04/400-fields', async () => {
    for (const path of [NOWHERE, `${NOWHERE}/content`]) expectRefusal(await user.get(path), 404, 'NOT_FOUND');
    expectRefusal(await user.post(`${NOWHERE}/link`), 404, 'NOT_FOUND');
    expectInvalid(await user.get('/uploads/7'), 'id');
  });
});

describe('a digest', () => {
  test('that fits is taken, and stored @FUN-02/stored', async () => {
    const headers = { 'content-digest': digestOf(png) };
    expectStatus(await send({ type: 'image/png', bytes: png, headers }), 201);
  });

  test('that does not fit refuses the file, and nothing is kept @FUN-02/stored @CON-04/422', async () => {
    const name = `changed-${randomUUID()}.png`;
    const bytes = png.slice();
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    const headers = { 'content-digest': digestOf(png) };
    expectRefusal(await send({ name, type: 'image/png', bytes, headers }), 422, 'CHECKSUM_MISMATCH');
    expect((await user.get('/uploads?limit=100')).bytes.toString(), 'GET /uploads').not.toContain(name);
  });

  test('that is malformed is refused @SEC-08/input @CON-04/400-fields', async () => {
    expectInvalid(await send({ headers: { 'content-digest': 'sha-256=nonsense' } }), 'content-digest');
  });
});

describe('an upload sent again', () => {
  test('with its key is the same one, and is stored once @CON-08/uploads-at-once', async () => {
    const name = `once-${randomUUID()}.txt`;
    const headers = { 'idempotency-key': randomUUID() };
    const bytes = small();
    const answers = await Promise.all(Array.from({ length: 5 }, () => send({ name, bytes, headers })));
    const made = answers.map((answer) => expectBody(answer, 201, upload));
    expect(new Set(made.map(({ id }) => id)).size, 'POST /uploads: different ids in 5 answers').toBe(1);
    const replayed = answers.map((answer) => answer.headers.get('idempotency-replayed')).sort();
    expect(replayed, 'idempotency-replayed').toEqual(['false', 'true', 'true', 'true', 'true']);
    const listed = (await user.get('/uploads?limit=100')).bytes.toString();
    expect(listed.split(name).length - 1, `GET /uploads: how often ${name} is listed`).toBe(1);
    expectBytes(await user.get(`/uploads/${made[0]?.id ?? ''}/content`), bytes);
  });

  test('with its key and other bytes is refused @CON-08/other-body @CON-04/422', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await sent({ headers });
    const other = textFile(randomFrom('others'), 100);
    expectRefusal(await send({ bytes: other, headers }), 422, 'IDEMPOTENCY_KEY_REUSED');
  });
});

describe('a link', () => {
  const linkTo = async (id: string) => expectBody(await user.post(`/uploads/${id}/link`), 201, link);

  test('gives the very bytes to whoever has it, for a minute @FUN-02/link', async () => {
    const { id } = await sent({ type: 'image/png', bytes: png });
    const { url, expiresAt } = await linkTo(id);
    const leftMs = Date.parse(expiresAt) - Date.now();
    expect(leftMs, 'ms that the link is good for').toBeGreaterThan(30_000);
    expect(leftMs, 'ms that the link is good for').toBeLessThanOrEqual(60_000);
    expectBytes(await clientOf(new URL(url).origin).get(pathOf(url)), png);
  });

  test('is worthless when anything in it is changed @FUN-02/link', async () => {
    const [mine, other] = [await sent(), await sent()];
    const { url } = await linkTo(mine.id);
    const store = clientOf(new URL(url).origin);
    const { url: othersUrl } = await linkTo(other.id);
    const query = pathOf(url).split('?')[1] ?? '';
    const changed = [
      pathOf(url).split('?')[0] ?? '',
      `${pathOf(othersUrl).split('?')[0] ?? ''}?${query}`,
      pathOf(url).replace(/(Expires=)\d+/, '$1604800'),
      pathOf(url).replace(/(Signature=)[0-9a-f]{4}/, '$10000'),
    ];
    for (const path of changed) {
      const { status } = await store.get(path);
      expect([400, 403], `GET of a changed link answered ${status}`).toContain(status);
    }
  });
});

test("another tenant's file is not there, in any way @SEC-06/things-tenant @SEC-06/lists-tenant", async ({
  skip,
}) => {
  if (neighbour === undefined) return skip('this target has one tenant only');
  const stranger = await signIn(apiUrl, neighbour.accounts.admin);
  const { id } = await sent();
  for (const path of [`/uploads/${id}`, `/uploads/${id}/content`])
    expectRefusal(await stranger.get(path), 404, 'NOT_FOUND');
  expectRefusal(await stranger.post(`/uploads/${id}/link`), 404, 'NOT_FOUND');
  expectRefusal(await stranger.delete(`/uploads/${id}`), 404, 'NOT_FOUND');
  expect((await stranger.get('/uploads?limit=100')).bytes.toString()).not.toContain(id);
  expectStatus(await user.get(`/uploads/${id}/content`), 200);
});

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}
