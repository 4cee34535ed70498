import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, type Client, clientOf, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { link as linkShape } from '../shared/shapes.ts';
import { makeOneOfEach, type OneOfEach } from '../shared/one-of-each.ts';
import {
  exampleOf,
  filled,
  HOOK_MS,
  isForAdmins,
  type Operation,
  operationsOf,
} from '../shared/operations.ts';

const { apiUrl, accounts, neighbour, webhooksUrl } = binding();
const NO_NEIGHBOUR = 'this target has one tenant only';

let user: Client;
let admin: Client;
let ids: OneOfEach;
/** Those with an id of something that is there. */
let operations: readonly Operation[];
let unknown: readonly string[];
beforeAll(async () => {
  [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  ids = await makeOneOfEach(user, admin, webhooksUrl);
  const withIds = (await operationsOf(clientOf(apiUrl))).filter((one) => one.ids.length > 0);
  unknown = withIds.filter((one) => !ids.knows(one)).map(({ name }) => name);
  operations = withIds.filter((one) => one.ids.every((id) => ids.of(one)[id] !== undefined));
  expect(operations.length, 'operations with an id').toBeGreaterThan(0);
}, HOOK_MS);

const pathOf = (operation: Operation) => filled(operation, ids.of(operation));
const ownerOf = (operation: Operation) => (isForAdmins(operation) ? admin : user);
const isReading = ({ method }: Operation) => method === 'GET';
const ask = (client: Client, operation: Operation, headers = {}): Promise<Answer> =>
  client.ask(operation.method, pathOf(operation), {
    ...(operation.body && { json: exampleOf(operation.body) }),
    headers: { 'idempotency-key': crypto.randomUUID(), ...headers },
  });

/** What the owner sees, by operation: its body, and the tag that a cache would know it by. */
async function seenByOwner(): Promise<Record<string, { body: string; etag: string }>> {
  const seen: Record<string, { body: string; etag: string }> = {};
  for (const operation of operations.filter(isReading)) {
    const answer = await ask(ownerOf(operation), operation);
    expectStatus(answer, 200);
    seen[operation.name] = { body: answer.bytes.toString(), etag: answer.headers.get('etag') ?? '"none"' };
  }
  return seen;
}

/** What a stranger was answered with that is not this, at every operation. */
async function otherThan(
  expected: (operation: Operation) => number,
  stranger: Client,
  seen: Readonly<Record<string, { etag: string }>> = {},
): Promise<Record<string, string>> {
  const wrong: Record<string, string> = {};
  for (const operation of operations) {
    const { etag } = seen[operation.name] ?? {};
    const answer = await ask(
      stranger,
      operation,
      isReading(operation) && etag ? { 'if-none-match': etag } : {},
    );
    if (answer.status !== expected(operation)) wrong[operation.name] = answer.what;
  }
  return wrong;
}

test('of everything that has an id in a path there is one to ask for @SEC-06/from-openapi', () => {
  expect(unknown, 'operations with ids of which nothing is made').toEqual([]);
});

describe('what is a tenant’s own', () => {
  const strangers = [
    ['an admin of another tenant', '@SEC-06/other-tenant-admin', 'admin', () => 404],
    [
      'a user of another tenant',
      '@SEC-06/other-tenant-user',
      'user',
      (operation: Operation) => (isForAdmins(operation) ? 403 : 404),
    ],
    ['nobody', '@SEC-06/anonymous', undefined, () => 401],
  ] as const;
  for (const [title, tag, role, expected] of strangers)
    test(`is refused to ${title}, before and after its owner has used it, and stays as it was ${tag} @SEC-06/things-tenant`, async ({
      skip,
    }) => {
      if (role !== undefined && neighbour === undefined) return skip(NO_NEIGHBOUR);
      const account = role && neighbour?.accounts[role];
      const stranger = account === undefined ? clientOf(apiUrl) : await signIn(apiUrl, account);
      expect(await otherThan(expected, stranger), 'before').toEqual({});
      const before = await seenByOwner();
      expect(await otherThan(expected, stranger, before), 'after').toEqual({});
      const after = await seenByOwner();
      expect(await otherThan(expected, stranger, after), 'once more').toEqual({});
      // Deliveries go on by themselves.
      const still = Object.keys(after).filter((name) => !name.endsWith('/deliveries'));
      const bodies = (seen: typeof before) => still.map((name) => [name, seen[name]?.body]);
      expect(bodies(after), 'what the owner sees').toEqual(bodies(before));
    });
});

test('its owner can do with it what was refused to strangers, still @SEC-06/things-tenant', async () => {
  // An alert that is resolved is not acknowledged any more.
  const inOrder = [...operations].sort((one, other) => (one.path < other.path ? -1 : 1));
  const wrong: Record<string, string> = {};
  for (const operation of inOrder.filter(({ method }) => method !== 'DELETE')) {
    const answer = await ask(ownerOf(operation), operation);
    // What is over, or was delivered, is a conflict: it was seen to be theirs.
    if (answer.status >= 400 && answer.status !== 409) wrong[operation.name] = answer.what;
  }
  expect(wrong).toEqual({});
});

describe('what was deleted', () => {
  test('is not there any more at any operation, for its owner, a colleague and a stranger @SEC-06/things-tenant @CON-01/404', async () => {
    await seenByOwner();
    const upload = operations.find(({ path }) => path === '/uploads/{id}/link');
    const link = upload && (await ask(user, upload));
    const stranger = neighbour && (await signIn(apiUrl, neighbour.accounts.admin));
    const deleting = operations.filter(({ method }) => method === 'DELETE');
    expect(deleting.length, 'operations that delete').toBeGreaterThan(0);
    for (const operation of deleting) expectStatus(await ask(ownerOf(operation), operation), 204);
    const left: Record<string, string> = {};
    for (const { path } of deleting)
      for (const operation of operations.filter((one) => one.path.startsWith(path)))
        for (const client of [ownerOf(operation), admin, ...(stranger ? [stranger] : [])]) {
          const answer = await ask(client, operation);
          if (answer.status !== 404) left[operation.name] = answer.what;
        }
    expect(left).toEqual({});
    if (link === undefined) return;
    const { url } = expectBody(link, 201, linkShape);
    const opened = await fetch(url, { redirect: 'manual' });
    expect([403, 404], `GET of a link to an upload that was deleted answered ${opened.status}`).toContain(
      opened.status,
    );
  });
});
