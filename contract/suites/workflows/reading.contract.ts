import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import {
  type Answer,
  type Client,
  expectBody,
  expectInvalid,
  expectRefusal,
  expectStatus,
  signIn,
} from '../shared/client.ts';
import { follow } from '../shared/lists.ts';
import { createWorkflow } from '../shared/runs.ts';
import { type Workflow, listOf, workflow } from '../shared/shapes.ts';

const { apiUrl, accounts } = binding();

let user: Client;
let made: readonly Workflow[];
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
  const names = Array.from({ length: 7 }, (_, index) => `Page ${randomUUID().slice(0, 8)} ${index + 1}`);
  const created: Workflow[] = [];
  for (const name of names) created.unshift(await createWorkflow(user, name));
  made = created;
});
const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
const oursIn = (items: readonly Workflow[]) => idsOf(items).filter((id) => idsOf(made).includes(id));
/** Other suites may create workflows meanwhile: look on until the oldest of ours was there. */
const allOfOurs = (items: readonly Workflow[]) => idsOf(items).includes(made.at(-1)?.id ?? '');

describe('a list', () => {
  for (const limit of [1, 2, 3, 100])
    test(`of ${limit} at a time shows every item once, newest first @CON-09/workflows @FUN-03/list`, async () => {
      const items = await follow(user, `/workflows?limit=${limit}`, workflow, allOfOurs);
      expect(oursIn(items), `GET /workflows?limit=${limit}`).toEqual(idsOf(made));
      expect(new Set(idsOf(items)).size, 'different items').toBe(items.length);
      const times = items.map(({ createdAt }) => Date.parse(createdAt));
      expect(times, 'createdAt, in the order of the list').toEqual([...times].sort((a, b) => b - a));
    });

  test('loses and repeats nothing while something is added @CON-09/workflows', async () => {
    const first = expectBody(await user.get('/workflows?limit=3'), 200, listOf(workflow));
    await createWorkflow(user, `Page ${randomUUID().slice(0, 8)} later`);
    const cursor = encodeURIComponent(first.nextCursor ?? '');
    const rest = expectBody(await user.get(`/workflows?limit=50&cursor=${cursor}`), 200, listOf(workflow));
    const all = [...first.items, ...rest.items];
    expect(new Set(idsOf(all)).size, 'different items').toBe(all.length);
    expect(oursIn(all), 'GET /workflows').toEqual(idsOf(made));
  });

  test('has as many items as asked for, 20 unless told @CON-09/limits', async () => {
    const sizeOf = async (query: string) =>
      expectBody(await user.get(`/workflows${query}`), 200, listOf(workflow)).items.length;
    expect(await sizeOf('?limit=5'), 'GET /workflows?limit=5').toBe(5);
    expect(await sizeOf(''), 'GET /workflows').toBeLessThanOrEqual(20);
  });

  for (const limit of ['0', '101', '-1', 'many', '1.5'])
    test(`refuses limit=${limit} @CON-09/limits @SEC-08/input @CON-04/400-fields`, async () => {
      expectInvalid(await user.get(`/workflows?limit=${limit}`), 'limit');
    });

  test('refuses a cursor that is none @CON-09/limits @SEC-08/input @CON-04/400-fields', async () => {
    expectInvalid(await user.get('/workflows?cursor=not-a-cursor'), 'cursor');
  });
});

/** What a condition may say: in words, whether it names the current state, and its value (RFC 9110, 8.8.3 and 13.1). */
const CONDITIONS: readonly (readonly [string, boolean, (etag: string) => string])[] = [
  ['anything', true, () => '*'],
  ['the current tag after another', true, (etag) => `"another", ${etag}`],
  ['the current tag before another', true, (etag) => `${etag},"another"`],
  ['the current tag as a weak one', true, (etag) => `W/${etag}`],
  ['other tags only', false, () => '"another", "one more"'],
  ['the current tag without its quotes', false, (etag) => etag.slice(1, -1)],
  ['a part of the current tag', false, (etag) => `${etag.slice(0, -4)}"`],
];

describe('a conditional request', () => {
  const etagOf = ({ headers, what }: Answer) => {
    const etag = headers.get('etag') ?? 'none';
    expect(etag, `${what}: a strong etag`).toMatch(/^"[^"]+"$/);
    expect(headers.get('cache-control'), `${what}: cache-control`).toBe('private, no-cache');
    return etag;
  };
  const pathOf = (index: number) => `/workflows/${made[index]?.id ?? ''}`;

  for (const [title, pathFor] of [
    ['a workflow', () => pathOf(0)],
    ['a list', () => `${pathOf(0)}/runs`],
    ['who is signed in', () => '/me'],
    ['a search', () => '/search?q=nothing-of-the-kind'],
  ] as const)
    test(`for ${title} that has not changed gives 304 without a body @CON-09/conditional @CON-09/caching`, async () => {
      const answer = await user.get(pathFor());
      expectStatus(answer, 200);
      const etag = etagOf(answer);
      const again = await user.get(pathFor(), { 'if-none-match': etag });
      expectStatus(again, 304);
      expect(again.bytes.length, `${again.what}: bytes of its body`).toBe(0);
      expect(again.headers.get('etag'), again.what).toBe(etag);
      expectStatus(await user.get(pathFor(), { 'if-none-match': '"another"' }), 200);
    });

  for (const [title, isKnown, namesOf] of CONDITIONS)
    test(`with if-none-match of ${title} gives ${isKnown ? '304' : 'all of it'} @CON-09/conditional`, async () => {
      const path = pathOf(0);
      const etag = etagOf(await user.get(path));
      const answer = await user.get(path, { 'if-none-match': namesOf(etag) });
      expectStatus(answer, isKnown ? 304 : 200);
    });

  test('gives the new state once it has changed @CON-09/conditional', async () => {
    const path = pathOf(1);
    const etag = etagOf(await user.get(path));
    expectStatus(await user.put(path, { name: 'Changed', steps: ['check'] }), 200);
    const after = await user.get(path, { 'if-none-match': etag });
    expect(expectBody(after, 200, workflow).name).toBe('Changed');
    expect(etagOf(after), 'the etag after the change').not.toBe(etag);
  });

  test('to change it is refused when somebody else was faster @CON-09/if-match @CON-04/412', async () => {
    const path = pathOf(2);
    const etag = etagOf(await user.get(path));
    const put = (name: string, ifMatch: string) =>
      user.put(path, { name, steps: ['check'] }, { 'if-match': ifMatch });
    expectStatus(await put('The faster one', etag), 200);
    expectRefusal(await put('The slower one', etag), 412, 'PRECONDITION_FAILED');
    const now = await user.get(path);
    expect(expectBody(now, 200, workflow).name, 'the name afterwards').toBe('The faster one');
    expectStatus(await put('Looked again', etagOf(now)), 200);
  });

  for (const [title, isKnown, namesOf] of CONDITIONS) {
    // RFC 9110, 13.1.1: to change something, tags are compared strongly, so that a weak one never is the current one.
    const isMet = isKnown && !title.includes('weak');
    test(`to change it with if-match of ${title} is ${isMet ? 'done' : 'refused'} @CON-09/if-match @CON-04/412`, async () => {
      const path = pathOf(2);
      const before = await user.get(path);
      const name = `If ${title}`;
      const ifMatch = namesOf(etagOf(before));
      const answer = await user.put(path, { name, steps: ['check'] }, { 'if-match': ifMatch });
      if (isMet) expect(expectBody(answer, 200, workflow).name, answer.what).toBe(name);
      else expectRefusal(answer, 412, 'PRECONDITION_FAILED');
      const after = expectBody(await user.get(path), 200, workflow);
      expect(after.name, 'the name afterwards').toBe(isMet ? name : expectBody(before, 200, workflow).name);
    });
  }

  test('to change it at the same moment lets one through @CON-09/if-match @CON-08/updates-at-once', async () => {
    const path = pathOf(3);
    const etag = etagOf(await user.get(path));
    const put = (index: number) =>
      user.put(path, { name: `Change ${index}`, steps: ['check'] }, { 'if-match': etag });
    const statuses = (await Promise.all([1, 2, 3, 4].map(put))).map(({ status }) => status).sort();
    expect(statuses, `PUT ${path}, four at once with the same if-match`).toEqual([200, 412, 412, 412]);
  });

  test('has no place in an answer that must not be kept @CON-09/caching', async () => {
    const answers = [
      await user.create('/workflows', { name: 'Not kept' }),
      await user.get('/workflows/not-an-id'),
      await user.get('/api/health'),
    ];
    for (const answer of answers) expect(answer.headers.get('cache-control'), answer.what).toBe('no-store');
  });
});
