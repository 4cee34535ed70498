import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import {
  type Client,
  expectBody,
  expectInvalid,
  expectRefusal,
  expectStatus,
  signIn,
} from '../shared/client.ts';
import { follow } from '../shared/lists.ts';
import { document, documentSummary, found } from '../shared/shapes.ts';

const { apiUrl, accounts, neighbour } = binding();
/** A word that no other document holds; English stemming leaves it as it is. */
const word = () =>
  `zq${randomUUID()
    .replaceAll(/[^a-f]/g, '')
    .slice(0, 10)}x${randomUUID().slice(0, 6)}k`;

let user: Client;
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
});

const write = async (title: string, body: string, client = user) =>
  expectBody(await client.create('/documents', { title, body }), 201, document);
const search = async (query: string, more = '', client = user) =>
  expectBody(await client.get(`/search?q=${encodeURIComponent(query)}${more}`), 200, found);
const titles = async (query: string, more = '') =>
  (await search(query, more)).items.map(({ title }) => title);

describe('a document', () => {
  test('is written, read, listed and deleted @FUN-04/documents', async () => {
    const made = await write('Invoices of May', 'How they are made.');
    expect(made).toMatchObject({
      title: 'Invoices of May',
      body: 'How they are made.',
      createdBy: accounts.user.username,
    });
    expect(expectBody(await user.get(`/documents/${made.id}`), 200, document)).toEqual(made);
    const { body, ...summary } = made;
    expect(body).toBe('How they are made.');
    const listed = await follow(user, '/documents?limit=50', documentSummary, (items) =>
      items.some(({ id }) => id === made.id),
    );
    expect(listed, 'GET /documents').toContainEqual(summary);
    expectStatus(await user.delete(`/documents/${made.id}`), 204);
    expectRefusal(await user.get(`/documents/${made.id}`), 404, 'NOT_FOUND');
    expectRefusal(await user.delete(`/documents/${made.id}`), 404, 'NOT_FOUND');
  });

  for (const [field, json] of [
    ['title', { title: '', body: 'x' }],
    ['title', { title: 'x'.repeat(201), body: 'x' }],
    ['body', { title: 'x', body: '' }],
    ['body', { title: 'x', body: 'x'.repeat(20_001) }],
    ['author', { title: 'x', body: 'x', author: 'x' }],
  ] as const)
    test(`is refused for a ${field} of ${String((json as Record<string, string>)[field]?.length)} characters @SEC-08/input @CON-04/400-fields`, async () => {
      expectInvalid(await user.create('/documents', json), field);
    });
});

describe('a search', () => {
  test('finds what a new tenant begins with, the best first @FUN-04/found @FUN-04/ranked', async () => {
    const answer = await search('backup');
    expect(answer.query).toBe('backup');
    expect(answer.total, 'GET /search?q=backup: total').toBeGreaterThan(0);
    expect((await titles('rotating keys'))[0], 'GET /search?q=rotating keys').toBe('Rotating keys');
  });

  test('ranks a word in the title above one in the body, the older above the newer @FUN-04/ranked', async () => {
    const term = word();
    await write(`About ${term}`, 'Nothing else is said here.');
    await write('Something else', `Here ${term} is said, and ${term} again, and once more ${term}.`);
    const { items, total } = await search(term);
    expect(
      items.map(({ title }) => title),
      `GET /search?q=${term}`,
    ).toEqual([`About ${term}`, 'Something else']);
    expect(total).toBe(2);
    expect(items[0]?.rank ?? 0, 'rank of the title against that of the body').toBeGreaterThan(
      items[1]?.rank ?? 0,
    );
  });

  test('shows the found words between two stars, the rest as plain text @FUN-04/found @SEC-08/injection', async () => {
    const term = word();
    await write('Marked', `Before <script>alert(1)</script> & ${term} after.`);
    const [{ snippet } = { snippet: '' }] = (await search(term)).items;
    expect(snippet, `GET /search?q=${term}: snippet`).toContain(`**${term}**`);
    expect(snippet.replaceAll('**', ''), 'the snippet adds no markup').not.toMatch(/<\/?b>|&lt;|&amp;/);
  });

  test('finds other forms of an English word, whatever its case @FUN-04/found', async () => {
    const term = word();
    await write(term, 'Replicated databases.');
    expect(await titles(`${term.toUpperCase()} replicating DATABASE`)).toEqual([term]);
  });

  test('needs all words, or either of them, or none of one @FUN-04/found', async () => {
    const [one, two, three] = [word(), word(), word()];
    await write('First', `${one} ${two}`);
    await write('Second', `${one} ${three}`);
    expect(await titles(`${one} ${two}`), 'both words').toEqual(['First']);
    expect((await titles(`${two} or ${three}`)).sort(), 'either word').toEqual(['First', 'Second']);
    expect(await titles(`${one} -${two}`), 'without a word').toEqual(['Second']);
  });

  test('of a quoted phrase wants the words side by side @FUN-04/found', async () => {
    const [one, two] = [word(), word()];
    await write('Together', `${one} ${two}`);
    await write('Apart', `${two} and then ${one}`);
    expect(await titles(`"${one} ${two}"`), 'the phrase').toEqual(['Together']);
    expect((await titles(`${one} ${two}`)).sort(), 'the words').toEqual(['Apart', 'Together']);
  });

  test('gives as many as asked for, and says how many there are @FUN-04/found @CON-09/search', async () => {
    const term = word();
    for (const title of ['One', 'Two', 'Three']) await write(title, term);
    const { items, total } = await search(term, '&limit=2');
    expect({ items: items.length, total }, `GET /search?q=${term}&limit=2`).toEqual({ items: 2, total: 3 });
    expectInvalid(await user.get(`/search?q=${term}&limit=0`), 'limit');
  });

  test('does not find what was deleted @FUN-04/found @FUN-04/documents', async () => {
    const term = word();
    const { id } = await write('Deleted', term);
    expectStatus(await user.delete(`/documents/${id}`), 204);
    expect(await search(term)).toMatchObject({ items: [], total: 0 });
  });

  test('of nothing that is there finds nothing @FUN-04/found', async () => {
    const query = word();
    expect(await search(query)).toEqual({ query, total: 0, items: [] });
  });
});

describe('a query', () => {
  for (const [title, query, aspect] of [
    ['is empty', '?q=', 'empty'],
    ['is missing', '', 'empty'],
    ['is blank', '?q=%20%20%20', 'empty'],
    ['is longer than 200 characters', `?q=${'x'.repeat(201)}`, 'long'],
  ] as const)
    test(`that ${title} is refused by its field @FUN-04/${aspect}-query @CON-04/400-fields`, async () => {
      expectInvalid(await user.get(`/search${query}`), 'q');
    });

  test('of 200 characters is answered @FUN-04/long-query', async () => {
    expect((await search('x'.repeat(200))).total).toBe(0);
  });

  for (const query of [
    "'; drop table documents; --",
    "' or '1'='1",
    '"unclosed phrase',
    '& | ! ( ) <-> :* \\',
    '%_%',
    '${7*7} {{7*7}}',
    'ünïcödé 日本語 🙂',
  ])
    test(`${JSON.stringify(query)} is only text @FUN-04/found @SEC-08/injection`, async () => {
      const term = word();
      await write('Still there', term);
      const { items } = await search(query);
      expect(
        items.map(({ title }) => title),
        'nothing is found by trickery',
      ).not.toContain('Still there');
      expect(await titles(term), 'the documents afterwards').toEqual(['Still there']);
    });
});

test("another tenant's documents are never found @FUN-04/own-documents @SEC-06/lists-tenant @SEC-06/things-tenant", async ({
  skip,
}) => {
  if (neighbour === undefined) return skip('this target has one tenant only');
  const stranger = await signIn(apiUrl, neighbour.accounts.user);
  const term = word();
  const theirs = await write('Theirs', term, stranger);
  const ours = await write('Ours', term);
  const { items, total } = await search(term);
  expect({ ids: items.map(({ id }) => id), total }, `GET /search?q=${term}`).toEqual({
    ids: [ours.id],
    total: 1,
  });
  expect((await search(term, '', stranger)).items.map(({ id }) => id)).toEqual([theirs.id]);
  expectRefusal(await user.get(`/documents/${theirs.id}`), 404, 'NOT_FOUND');
  expectRefusal(await user.delete(`/documents/${theirs.id}`), 404, 'NOT_FOUND');
});
