import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { expectBody, expectRefusal, expectStatus } from '../shared/client.ts';
import { follow } from '../shared/lists.ts';
import { document, documentSummary, found } from '../shared/shapes.ts';
import { holdsInSequences, People, pick, step, which, who } from '../shared/sequences.ts';

type Document = z.infer<typeof document>;

interface Model {
  /** Makes words that no other sequence has. */
  readonly mark: string;
  /** Newest first. */
  kept: Document[];
  gone: Document[];
}

let people: People;
beforeAll(async () => {
  people = await People.signIn();
});

/** Made-up words, so that no stem of English is the same. */
const WORDS = ['brimko', 'tavlu', 'quexi', 'zonda'];
const word = fc.nat({ max: WORDS.length - 1 });
const text = fc.array(word, { minLength: 1, maxLength: 4 });
const written = ({ mark }: Model, words: readonly number[]) =>
  words.map((one) => `${pick(WORDS, one)}${mark}`).join(' ');

const creating = fc.record({ by: who, title: text, body: text }).map(({ by, title, body }) =>
  step<Model>(`create(${by}, ${title.join('+')}, ${body.join('+')})`, async (model) => {
    const sent = { title: written(model, title), body: `${written(model, body)}.\nSecond line.` };
    const key = { 'idempotency-key': randomUUID() };
    const answer = await people.client(by).post('/documents', sent, key);
    const made = expectBody(answer, 201, document);
    expect(made).toMatchObject({ ...sent, createdBy: people.email(by) });
    expect(answer.headers.get('location'), answer.what).toBe(`/documents/${made.id}`);
    const atOnce = Array.from({ length: 4 }, () => people.client(by + 1).post('/documents', sent, key));
    for (const again of await Promise.all(atOnce))
      expect(expectBody(again, 201, document), again.what).toEqual(made);
    const other = { ...sent, title: `${sent.title} too` };
    expectRefusal(await people.client(by).post('/documents', other, key), 422, 'IDEMPOTENCY_KEY_REUSED');
    model.kept.unshift(made);
  }),
);

const reading = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `get(${by}, ${n})`,
    async ({ kept }) => {
      const one = pick(kept, n);
      const answer = await people.client(by).get(`/documents/${one.id}`);
      expect(expectBody(answer, 200, document), answer.what).toEqual(one);
    },
    ({ kept }) => kept.length > 0,
  ),
);

const deleting = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(
    `delete(${by}, ${n})`,
    async (model) => {
      const one = pick(model.kept, n);
      expectRefusal(await people.stranger.get(`/documents/${one.id}`), 404, 'NOT_FOUND');
      expectRefusal(await people.stranger.delete(`/documents/${one.id}`), 404, 'NOT_FOUND');
      expectStatus(await people.client(by).delete(`/documents/${one.id}`), 204);
      for (const answer of [
        await people.client(by).get(`/documents/${one.id}`),
        await people.client(by + 1).delete(`/documents/${one.id}`),
      ])
        expectRefusal(answer, 404, 'NOT_FOUND');
      model.kept = model.kept.filter((other) => other !== one);
      model.gone.push(one);
    },
    ({ kept }) => kept.length > 0,
  ),
);

const listing = fc.tuple(who, fc.constantFrom(1, 2, 5, 100)).map(([by, limit]) =>
  step<Model>(`list(${by}, limit=${limit})`, async ({ mark, kept }) => {
    type Summary = z.infer<typeof documentSummary>;
    const oldest = kept.at(-1)?.id;
    const enough = (items: readonly Summary[]) =>
      oldest === undefined || items.some(({ id }) => id === oldest);
    const items = await follow(people.client(by), `/documents?limit=${limit}`, documentSummary, enough);
    const own = items.filter(({ title }) => title.includes(mark));
    const wanted = kept.map(({ id, title, createdBy, createdAt }) => ({ id, title, createdBy, createdAt }));
    expect(own, `GET /documents?limit=${limit}`).toEqual(wanted);
  }),
);

/** What is asked, and which documents have it. The body is read on from the title: a phrase may reach from one into the other. */
const asking: fc.Arbitrary<{ ask: (model: Model) => string; has: (model: Model, words: string) => boolean }> =
  fc
    .record({ form: fc.constantFrom('one', 'all', 'or', 'without', 'phrase'), a: word, b: word })
    .map(({ form, a, b }) => {
      const of = (model: Model) => [written(model, [a]), written(model, [b])] as const;
      const includes = (model: Model, words: string, n: 0 | 1) => words.split(/\W+/).includes(of(model)[n]);
      return {
        ask: (model: Model) => {
          const [first, second] = of(model);
          if (form === 'one') return first.toUpperCase();
          if (form === 'all') return `${first} ${second}`;
          if (form === 'or') return `${first} or ${second}`;
          return form === 'without' ? `${first} -${second}` : `"${first} ${second}"`;
        },
        has: (model: Model, words: string) => {
          const [first, second] = [includes(model, words, 0), includes(model, words, 1)];
          if (form === 'one') return first;
          if (form === 'all') return first && second;
          if (form === 'or') return first || second;
          return form === 'without' ? first && !second : words.includes(of(model).join(' '));
        },
      };
    });

const searching = fc
  .record({ by: who, asked: asking, limit: fc.constantFrom(1, 3, 100) })
  .map(({ by, asked, limit }) =>
    step<Model>(
      `search(${by}, ${asked.ask({ mark: '', kept: [], gone: [] })}, limit=${limit})`,
      async (model) => {
        const q = asked.ask(model);
        const path = `/search?q=${encodeURIComponent(q)}`;
        const wanted = model.kept.filter(({ title, body }) => asked.has(model, `${title} ${body}`));
        const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
        const answer = await people.client(by).get(`${path}&limit=100`);
        const all = expectBody(answer, 200, found);
        expect(all.query, `${answer.what}: query`).toBe(q);
        expect([...ids(all.items)].sort(), `GET ${path}`).toEqual([...ids(wanted)].sort());
        expect(all.total, `GET ${path}: total`).toBe(wanted.length);
        for (const { id, title } of all.items)
          expect(title, `GET ${path}: title`).toBe(model.kept.find((one) => one.id === id)?.title);
        // Best first; of equals the newest.
        const place = new Map(model.kept.map(({ id }, index) => [id, index]));
        const sorted = [...all.items].sort(
          (a, b) => b.rank - a.rank || (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0),
        );
        expect(ids(all.items), `GET ${path}: order`).toEqual(ids(sorted));
        const some = expectBody(await people.client(by).get(`${path}&limit=${limit}`), 200, found);
        expect(some.items, `GET ${path}&limit=${limit}`).toEqual(all.items.slice(0, limit));
        expect(some.total, `GET ${path}&limit=${limit}: total`).toBe(wanted.length);
        expect(
          expectBody(await people.stranger.get(path), 200, found),
          'what another tenant finds',
        ).toMatchObject({ total: 0, items: [] });
      },
    ),
  );

test('documents, their list and every search are what was written and deleted, in every order @FUN-04/documents @FUN-04/found @FUN-04/own-documents @CON-08/documents @CON-09/documents @CON-09/search', async () => {
  await holdsInSequences<Model>(
    () =>
      Promise.resolve({
        mark: randomUUID()
          .replaceAll('-', '')
          .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? ''),
        kept: [],
        gone: [],
      }),
    [creating, creating, reading, deleting, listing, searching, searching],
    { sequences: 10, steps: 30 },
  );
}, 60_000);
