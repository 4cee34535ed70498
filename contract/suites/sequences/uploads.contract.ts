import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { type Client, expectBody, expectRefusal, expectStatus } from '../shared/client.ts';
import { follow } from '../shared/lists.ts';
import { holdsInSequences, names, People, pick, step, which, who } from '../shared/sequences.ts';
import { link, upload } from '../shared/shapes.ts';

type Upload = z.infer<typeof upload>;
interface Kept {
  readonly key: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly answer: Upload;
}
interface Model {
  /** Newest first. */
  kept: Kept[];
  gone: Kept[];
}

let people: People;
beforeAll(async () => {
  people = await People.signIn();
});

const digestOf = (bytes: Uint8Array) => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
const fileNames = names.filter((name) => !/[/\\]/.test(name) && name !== '.' && name !== '..');
const some = ({ kept }: Model) => kept.length > 0;

interface File {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
const send = (by: number, { key, name, type, bytes }: File, digest?: string) =>
  people.client(by).ask('POST', `/uploads?name=${encodeURIComponent(name)}`, {
    body: bytes,
    headers: {
      'content-type': type,
      'idempotency-key': key,
      ...(digest === undefined ? {} : { 'content-digest': digest }),
    },
  });

const file = fc.record({
  name: fileNames,
  type: fc.constantFrom('text/plain', 'text/csv', 'application/json', 'application/pdf', 'image/png'),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 3000, size: 'max' }).map((bytes) => Uint8Array.from(bytes)),
});

const sending = fc.record({ by: who, file, digest: fc.boolean() }).map(({ by, file: one, digest }) =>
  step<Model>(
    `send(${by}, ${JSON.stringify(one.name)}, ${one.type}, ${one.bytes.length} bytes)`,
    async (model) => {
      const { name, type, bytes } = one;
      const key = randomUUID();
      const right = digestOf(bytes);
      const wrong = digestOf(Uint8Array.of(...bytes, 1));
      expectRefusal(await send(by, { key, ...one }, wrong), 422, 'CHECKSUM_MISMATCH');
      const answer = await send(by, { key, ...one }, digest ? right : undefined);
      const made = expectBody(answer, 201, upload);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(made).toMatchObject({ name, type, size: bytes.length, sha256, createdBy: people.email(by) });
      expect(answer.headers.get('location'), answer.what).toBe(`/uploads/${made.id}`);
      expect(answer.headers.get('idempotency-replayed'), answer.what).toBe('false');
      model.kept.unshift({ key, bytes, answer: made });
    },
  ),
);

const sendingAgain = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `sendAgain(${by}, ${n})`,
    async ({ kept }) => {
      const { key, bytes, answer: first } = pick(kept, n);
      const { name, type } = first;
      const again = await send(by, { key, name, type, bytes });
      expect(expectBody(again, 201, upload), again.what).toEqual(first);
      expect(again.headers.get('idempotency-replayed'), again.what).toBe('true');
      const longer = Uint8Array.of(...bytes, 0);
      for (const other of [
        { key, name, type, bytes: longer },
        { key, name: `x${name}`.slice(0, 200), type, bytes },
        { key, name, type: type === 'text/csv' ? 'text/plain' : 'text/csv', bytes },
      ])
        expectRefusal(await send(by, other), 422, 'IDEMPOTENCY_KEY_REUSED');
    },
    some,
  ),
);

const reading = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `get(${by}, ${n})`,
    async ({ kept }) => {
      const { bytes, answer: one } = pick(kept, n);
      const described = await people.client(by).get(`/uploads/${one.id}`);
      expect(expectBody(described, 200, upload), described.what).toEqual(one);
      const content = await people.client(by).get(`/uploads/${one.id}/content`);
      expectStatus(content, 200);
      expect(Buffer.compare(content.bytes, bytes), `${content.what}: the bytes that were sent`).toBe(0);
      expect(content.headers.get('content-type'), content.what).toContain(one.type);
      expect(content.headers.get('content-digest'), content.what).toBe(digestOf(bytes));
      const answer = await people.client(by).post(`/uploads/${one.id}/link`);
      const { url } = expectBody(answer, 201, link);
      const linked = Buffer.from(await (await fetch(url, { redirect: 'manual' })).arrayBuffer());
      expect(Buffer.compare(linked, bytes), `${answer.what}: the bytes behind it`).toBe(0);
    },
    some,
  ),
);

/** To a stranger, and once it is gone to everybody, it is no such thing. */
const deleting = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `delete(${by}, ${n})`,
    async (model) => {
      const one = pick(model.kept, n);
      const path = `/uploads/${one.answer.id}`;
      const none = async (client: Client) => {
        for (const answer of [
          await client.get(path),
          await client.get(`${path}/content`),
          await client.post(`${path}/link`),
          await client.delete(path),
        ])
          expectRefusal(answer, 404, 'NOT_FOUND');
      };
      await none(people.stranger);
      expectStatus(await people.client(by).get(`${path}/content`), 200);
      expectStatus(await people.client(by).delete(path), 204);
      await none(people.client(by + 1));
      model.kept = model.kept.filter((other) => other !== one);
      model.gone.push(one);
    },
    some,
  ),
);

const listing = fc.tuple(who, fc.constantFrom(1, 2, 100)).map(([by, limit]) =>
  step<Model>(`list(${by}, limit=${limit})`, async ({ kept, gone }) => {
    const ids = new Set([...kept, ...gone].map(({ answer: { id } }) => id));
    const oldest = kept.at(-1)?.answer.id;
    const enough = (items: readonly Upload[]) =>
      oldest === undefined || items.some(({ id }) => id === oldest);
    const items = await follow(people.client(by), `/uploads?limit=${limit}`, upload, enough);
    const own = items.filter(({ id }) => ids.has(id));
    expect(own, `GET /uploads?limit=${limit}`).toEqual(kept.map(({ answer }) => answer));
  }),
);

test('files are what was sent and deleted, in every order @FUN-02/stored @FUN-02/listed @FUN-02/downloaded @FUN-02/link @CON-08/other-body @CON-09/uploads @SEC-06/things-tenant', async () => {
  await holdsInSequences<Model>(
    () => Promise.resolve({ kept: [], gone: [] }),
    [sending, sending, sendingAgain, reading, deleting, listing],
    { sequences: 6, steps: 20 },
  );
}, 60_000);
