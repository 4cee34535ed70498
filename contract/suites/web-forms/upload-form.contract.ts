import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, expectBody, expectRefusal, expectStatus, signIn } from '../shared/client.ts';
import { listOf, upload } from '../shared/shapes.ts';
import { signInToWeb } from '../shared/web.ts';
import { expectSaid, expectSent, formData, named, post, web } from './visitor.ts';

const { webUrl, apiUrl, accounts } = binding();

let api: Client;
let cookie: string;
beforeAll(async () => {
  api = await signIn(apiUrl, accounts.user);
  cookie = await signInToWeb(webUrl, accounts.user);
});

describe('the form of an upload', () => {
  const multipart = (fields: Readonly<Record<string, string | File>>) =>
    post('/uploads', formData(fields), cookie);
  const listed = async () => expectBody(await api.get('/uploads?limit=100'), 200, listOf(upload)).items;

  test('stores its file once, byte for byte, under its name; the page gives it back and deletes it @FUN-02/stored @FUN-02/downloaded @FUN-02/listed', async () => {
    const bytes = Buffer.from(`a,b\r\n${randomUUID()},é\0\n`.repeat(5000));
    const name = `${named('Grüße')}.csv`;
    const fields = { key: randomUUID(), file: new File([bytes], name, { type: 'text/csv' }) };
    expectSent(await multipart(fields), '/uploads');
    expectSent(await multipart(fields), '/uploads');
    const [made, ...others] = (await listed()).filter((one) => one.name === name);
    expect(others).toEqual([]);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(made).toMatchObject({ type: 'text/csv', size: bytes.length, sha256 });
    const path = `/uploads/${made?.id ?? ''}`;
    const [ours, theirs] = [await web.get(`${path}/content`, { cookie }), await api.get(`${path}/content`)];
    expectStatus(ours, 200);
    expect(Buffer.compare(ours.bytes, bytes), `${ours.what}: the bytes`).toBe(0);
    for (const header of ['content-type', 'content-length', 'content-digest', 'content-disposition'])
      expect(ours.headers.get(header), `${ours.what}: ${header}`).toBe(theirs.headers.get(header));
    expectSent(await post(`${path}/delete`, {}, cookie), '/uploads');
    expectRefusal(await api.get(path), 404, 'NOT_FOUND');
    expectStatus(await web.get(`${path}/content`, { cookie }), 404);
  });

  const MOST = 5 * 1024 * 1024;
  const file = (name: string, { size = 1, type = 'text/plain' } = {}) =>
    new File([new Uint8Array(size)], name, { type });
  for (const [title, fieldsOf, status, said, aspect] of [
    ['no file', () => ({}), 400, /file/i, '@SEC-08/input'],
    ['a file of no name', () => ({ file: file('') }), 400, /file/i, '@SEC-08/input'],
    [
      'an empty file',
      (name: string) => ({ file: file(name, { size: 0 }) }),
      400,
      /file/i,
      '@FUN-02/size-limit',
    ],
    ['its file in another field', (name: string) => ({ other: file(name) }), 400, /file/i, '@SEC-08/input'],
    ['no key', (name: string) => ({ key: '', file: file(name) }), 400, /key/i, '@SEC-08/input'],
    [
      'a type that is not taken',
      (name: string) => ({ file: file(name, { type: 'text/html' }) }),
      415,
      /type/i,
      '@FUN-02/type-limit',
    ],
    [
      'a byte too many',
      (name: string) => ({ file: file(name, { size: MOST + 1 }) }),
      413,
      /large/i,
      '@FUN-02/size-limit',
    ],
  ] as const)
    test(`with ${title} is answered by the page, and nothing is stored ${aspect}`, async () => {
      const name = `${named('Refused')}.txt`;
      expectSaid(await multipart({ key: randomUUID(), ...fieldsOf(name) }), status, said);
      expect(
        (await listed()).filter((one) => one.name === name),
        'uploads of that name',
      ).toEqual([]);
    });

  test('of the largest size is stored @FUN-02/size-limit', async () => {
    const name = `${named('Largest')}.txt`;
    expectSent(await multipart({ key: randomUUID(), file: file(name, { size: MOST }) }), '/uploads');
    expect((await listed()).find((one) => one.name === name)?.size, 'size').toBe(MOST);
  });

  test('that is no multipart form is answered by the page @FUN-02/type-limit', async () => {
    expectSaid(await post('/uploads', { key: 'k', file: 'a' }, cookie), 415, /type of file/);
  });
});
