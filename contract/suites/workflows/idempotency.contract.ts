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
import { createWorkflow, untilOver } from '../shared/runs.ts';
import { listOf, run, workflow } from '../shared/shapes.ts';

const { apiUrl, accounts, neighbour } = binding();
const AT_ONCE = 20;

let user: Client;
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
});
const named = (what: string) => `${what} ${randomUUID().slice(0, 8)}`;
const create = (client: Client, key: string, name: string) =>
  client.post('/workflows', { name }, { 'idempotency-key': key });
const atOnce = (ask: () => Promise<Answer>) => Promise.all(Array.from({ length: AT_ONCE }, ask));
const replayedOf = (answers: readonly Answer[]) =>
  answers.map(({ headers }) => headers.get('idempotency-replayed')).sort();
const oneFirst = ['false', ...Array<string>(AT_ONCE - 1).fill('true')];
const namedIn = async (name: string) => {
  const { items } = expectBody(await user.get('/workflows?limit=100'), 200, listOf(workflow));
  return items.filter((one) => one.name === name).length;
};

describe('the same idempotency key', () => {
  test('and body again gives the same answer, and has one effect @CON-08/workflows', async () => {
    const [key, name] = [randomUUID(), named('Once')];
    const answers = [await create(user, key, name), await create(user, key, name)];
    const [first, second] = answers.map((answer) => expectBody(answer, 201, workflow));
    expect(second, 'the second body').toEqual(first);
    expect(replayedOf(answers), 'idempotency-replayed').toEqual(['false', 'true']);
    expect(await namedIn(name), `workflows named ${name}`).toBe(1);
  });

  test('of twenty requests at once has one effect, and one answer @CON-08/workflows-at-once', async () => {
    const [key, name] = [randomUUID(), named('At once')];
    const answers = await atOnce(() => create(user, key, name));
    const ids = new Set(answers.map((answer) => expectBody(answer, 201, workflow).id));
    expect(ids.size, 'different workflows in 20 answers').toBe(1);
    expect(replayedOf(answers), 'idempotency-replayed').toEqual(oneFirst);
    expect(await namedIn(name), `workflows named ${name}`).toBe(1);
  });

  test('with another body is refused, and changes nothing @CON-08/other-body @CON-04/422', async () => {
    const [key, name, other] = [randomUUID(), named('First'), named('Other')];
    expectStatus(await create(user, key, name), 201);
    expectRefusal(await create(user, key, other), 422, 'IDEMPOTENCY_KEY_REUSED');
    expect(await namedIn(other), `workflows named ${other}`).toBe(0);
  });

  test('of twenty requests at once starts one run @CON-08/runs-at-once', async () => {
    const made = await createWorkflow(user, named('Run once'));
    const runs = `/workflows/${made.id}/runs`;
    const key = randomUUID();
    const answers = await atOnce(() => user.post(runs, undefined, { 'idempotency-key': key }));
    const started = answers.map((answer) => expectBody(answer, 202, run));
    expect(new Set(started.map(({ id }) => id)).size, `POST ${runs}: different runs in 20 answers`).toBe(1);
    await Promise.all(started.slice(0, 1).map((one) => untilOver(user, one)));
    expect(expectBody(await user.get(runs), 200, listOf(run)).items.length, `GET ${runs}`).toBe(1);
  });

  test('belongs to its route: on another one it is another key @CON-08/key-scope', async () => {
    const key = randomUUID();
    expectStatus(await create(user, key, named('Route')), 201);
    const answer = await user.post(
      '/documents',
      { title: 'Route', body: 'Key.' },
      { 'idempotency-key': key },
    );
    expectStatus(answer, 201);
    expect(answer.headers.get('idempotency-replayed'), answer.what).toBe('false');
  });

  test('belongs to its tenant: of another one it is another key @CON-08/key-scope @SEC-06/things-tenant', async ({
    skip,
  }) => {
    if (neighbour === undefined) return skip('this target has one tenant only');
    const stranger = await signIn(apiUrl, neighbour.accounts.user);
    const [key, name] = [randomUUID(), named('Tenant')];
    const mine = expectBody(await create(user, key, name), 201, workflow);
    const answer = await create(stranger, key, name);
    expect(expectBody(answer, 201, workflow).id, answer.what).not.toBe(mine.id);
    expect(answer.headers.get('idempotency-replayed'), answer.what).toBe('false');
  });
});

describe('an idempotency key', () => {
  test('is required where something is created @CON-08/key-required @CON-04/400-fields', async () => {
    expectInvalid(await user.post('/workflows', { name: 'No key' }), 'idempotency-key');
    expectInvalid(await user.post('/documents', { title: 'No key', body: '.' }), 'idempotency-key');
  });

  for (const [title, key] of [
    ['is longer than 128 characters', 'k'.repeat(129)],
    ['holds a blank', 'a key'],
    ['is empty', ''],
  ] as const)
    test(`that ${title} is refused @CON-08/key-required @SEC-08/input @CON-04/400-fields`, async () => {
      expectInvalid(await create(user, key, named('Malformed')), 'idempotency-key');
    });

  test('of a refused request can be used again @CON-08/key-free', async () => {
    const [key, name] = [randomUUID(), named('Mended')];
    expectInvalid(await create(user, key, ''), 'name');
    expectStatus(await create(user, key, name), 201);
  });
});
