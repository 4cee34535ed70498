import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import {
  type Answer,
  type Client,
  clientOf,
  expectInvalid,
  expectRefusal,
  expectStatus,
  signIn,
} from '../shared/client.ts';
import { createWorkflow } from '../shared/runs.ts';
import { type Ask, type Asker, asks, KEY, others } from '../shared/keyed.ts';
import { parametersOf } from './parameters.ts';

const { apiUrl, accounts, neighbour, webhooksUrl } = binding();

let isRequired: ReadonlyMap<string, boolean>;
let mine: Asker;
let colleague: Asker;
let stranger: Asker | undefined;
beforeAll(async () => {
  const all = parametersOf((await clientOf(apiUrl).get('/openapi.json')).body);
  const keyed = all.filter(({ name }) => name === KEY);
  isRequired = new Map(keyed.map(({ operation, required }) => [operation, required]));
  // An admin, for webhooks are for admins.
  const asker = async (client: Client) => ({
    client,
    workflow: (await createWorkflow(client, 'Keyed', ['collect'])).id,
  });
  mine = await asker(await signIn(apiUrl, accounts.admin));
  colleague = { ...mine, client: await signIn(apiUrl, accounts.admin) };
  if (neighbour !== undefined) stranger = await asker(await signIn(apiUrl, neighbour.accounts.admin));
});

const replayed = ({ headers }: Answer) => headers.get('idempotency-replayed');
const idOf = ({ body }: Answer) => z.looseObject({ id: z.uuid() }).parse(body).id;
const isMade = ({ status }: Answer) => [201, 202].includes(status);
/** What two answers to one key have in common. */
const sameIn = ({ status, headers, body }: Answer) => ({ status, location: headers.get('location'), body });

test('every operation that takes a key is looked at here @CON-08/key-scope', () => {
  expect([...isRequired.keys()].sort()).toEqual(Object.keys(asks).sort());
});

test('one key is another one at each operation, and stays it @CON-08/key-scope', async ({ skip }) => {
  if (webhooksUrl === undefined) return skip('no webhook may be sent anywhere');
  const key = { [KEY]: randomUUID() };
  const first = new Map<string, Answer>();
  for (const [name, ask] of Object.entries(asks)) first.set(name, await ask(mine, key));
  for (const [name, answer] of first) {
    expect(isMade(answer), answer.what).toBe(true);
    const made = name.replace('POST ', '').replace('{id}', mine.workflow);
    expect(answer.headers.get('location'), `${answer.what}: location`).toBe(`${made}/${idOf(answer)}`);
    expect(replayed(answer), `${name}: the first time`).toBe('false');
    const again = await (asks[name] as Ask)(mine, key);
    expect(replayed(again), `${name}: the second time`).toBe('true');
    // A run goes on meanwhile: what was answered is what it was then.
    expect(sameIn(again), `${name}: the second time`).toEqual(sameIn(answer));
  }
});

describe.each(Object.entries(asks))('the key of %s', (name, ask) => {
  // Without a place to send webhooks to, none may be made.
  const isHere = webhooksUrl !== undefined || !name.includes('webhooks');

  test.skipIf(!isHere)(
    'of four at once has one effect, which all of them tell @CON-08/key-scope',
    async () => {
      const key = { [KEY]: randomUUID() };
      const answers = await Promise.all(Array.from({ length: 4 }, () => ask(mine, key)));
      expect(answers.map(replayed).sort()).toEqual(['false', 'true', 'true', 'true']);
      const [first] = answers;
      for (const answer of answers) expect(sameIn(answer)).toEqual(first && sameIn(first));
    },
  );

  test.skipIf(!isHere)(
    'belongs to the tenant: a colleague gets the same, another tenant its own @CON-08/key-scope @SEC-06/things-tenant',
    async () => {
      const key = { [KEY]: randomUUID() };
      const [first, second] = [await ask(mine, key), await ask(colleague, key)];
      expect([replayed(first), replayed(second)]).toEqual(['false', 'true']);
      expect(idOf(second)).toBe(idOf(first));
      if (stranger === undefined) return;
      const theirs = await ask(stranger, key);
      expect([isMade(theirs), replayed(theirs)], theirs.what).toEqual([true, 'false']);
      expect(idOf(theirs)).not.toBe(idOf(first));
      expect(idOf(await ask(mine, key)), 'ours afterwards').toBe(idOf(first));
    },
  );

  test.skipIf(!isHere)(
    'stands for all of its request: with any part of it changed it is refused, and does nothing @CON-08/other-body @CON-04/422',
    async () => {
      const key = { [KEY]: randomUUID() };
      const first = await ask(mine, key);
      const parts = Object.entries(others[name] ?? {});
      expect(parts.length, `parts of ${name} that can differ`).toBeGreaterThan(0);
      for (const [part, other] of parts) {
        const answer = await other(mine, key);
        expect(answer.status, `another ${part}; ${answer.what}`).toBe(422);
        expectRefusal(answer, 422, 'IDEMPOTENCY_KEY_REUSED');
      }
      const again = await ask(mine, key);
      expect([replayed(again), idOf(again)]).toEqual(['true', idOf(first)]);
    },
  );

  test.skipIf(!isHere)(
    'is of 1 to 128 of its letters, and nothing else; free again when its request was refused @CON-08/key-required @CON-08/key-free @CON-04/400-fields',
    async () => {
      const letters = 'AZaz09._:-';
      const most = `${letters}${randomUUID()}`.padEnd(128, 'k');
      for (const key of [most, `:${randomUUID()}-`]) {
        expect((await ask(mine, { [KEY]: key }, true)).status, 'of a wrong request').toBe(400);
        const answer = await ask(mine, { [KEY]: key });
        expect([isMade(answer), replayed(answer)], answer.what).toEqual([true, 'false']);
      }
      for (const key of [
        '',
        `${most}k`,
        'a b',
        'a/b',
        'a,b',
        'a+b',
        'a@b',
        'a[b',
        'a`b',
        'a{b',
        'a;b',
        '\u00e4',
      ])
        expectInvalid(await ask(mine, { [KEY]: key }), KEY);
      const without = await ask(mine, {});
      if (isRequired.get(name) === true) {
        expectInvalid(without, KEY);
        return;
      }
      expectStatus(without, 202);
      expect(replayed(without), 'without a key').toBeNull();
    },
  );
});
