import { randomUUID } from 'node:crypto';
import { type Answer, send, type Sent } from './exchange.ts';
import { type Finding, findingsIn, type Judged } from './judges.ts';
import { exampleOf, type Input, type Operation, type Schema, withValue } from './operations.ts';
import { INTERNAL_NAMES, type Payload, payloadsFor } from './payloads.ts';

/** Where is attacked, and as whom. */
export interface Site extends Omit<Judged, 'statuses'> {
  readonly base: string;
  readonly from: string;
  /** Of whoever may do it: good for the next request. */
  readonly headersFor: (operation: Operation) => Promise<Readonly<Record<string, string>>>;
  /** The operation's path with ids of what is there, by the names in it. */
  readonly idsOf: (operation: Operation) => Promise<Readonly<Record<string, string>>>;
}

/** Statuses of what was refused before anybody looked at what was sent: for who sent it, for how often, and for want of what it is about. */
const UNREAD = [401, 403, 404, 429];

/** What was found where, and which inputs were looked at: an attack counts where it was not refused for another reason. */
export class Log {
  readonly findings: (Finding & { readonly where: string })[] = [];
  readonly known = new Set<string>();
  readonly probed = new Set<string>();
  /** Operations that refuse a right body, and how: that they refuse a wrong one shows nothing. */
  readonly refusing: string[] = [];
  exchanges = 0;

  judge(where: string, answer: Answer, judged: Judged, payload?: Payload): void {
    this.exchanges += 1;
    for (const finding of findingsIn(answer, judged, payload)) this.findings.push({ ...finding, where });
    // What names a thing by an attack finds none.
    const isRead = !UNREAD.includes(answer.status) || (answer.status === 404 && where.includes(': path '));
    if (isRead || /login|refresh/.test(where)) this.probed.add(where);
  }
}

const AT_ONCE = 6;

/** Does them, a few at a time. */
export async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
    }),
  );
}

/** Whether any text will do there. What has a form of its own refuses all others by the same rule: one of each sort is enough. */
const isText = ({ schema }: Input) =>
  Object.keys(schema).length === 0 ||
  (schema['type'] === 'string' && schema['format'] === undefined && schema['enum'] === undefined);

function payloadsOf(input: Input, all: readonly Payload[]): readonly Payload[] {
  const texts = input.in === 'body' ? all : all.filter(({ value }) => typeof value === 'string');
  if (isText(input)) return texts;
  return texts.filter(
    ({ of }, place) =>
      place === texts.findIndex((one) => one.of === of) || (of === 'crash' && place % 2 === 0),
  );
}

/** The request with that value in that input, and what else it needs; undefined where it cannot be sent so. */
function requestWith(
  operation: Operation,
  ids: Readonly<Record<string, string>>,
  input: Input,
  value: unknown,
): Sent | undefined {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (input.in === 'header' && !/^[\x20-\x7e]*$/.test(text)) return undefined;
  const encoded = encodeURIComponent(text.toWellFormed());
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    input.in === 'path' && input.name === name ? encoded : (ids[name] ?? randomUUID()),
  );
  const needed = operation.inputs.filter(
    (one) => one.in === 'query' && one.required && one.name !== input.name,
  );
  const query = [
    ...needed.map((one) => `${one.name}=${encodeURIComponent(String(exampleOf(one.schema)))}`),
    ...(input.in === 'query' ? [`${input.name}=${encoded}`] : []),
  ].join('&');
  const key = operation.inputs.some((one) => one.in === 'header' && one.name === 'idempotency-key');
  const body = bodyOf(operation, input, value);
  return {
    method: operation.method,
    path: query === '' ? path : `${path}?${query}`,
    headers: {
      ...(key && { 'idempotency-key': randomUUID() }),
      ...(body !== undefined && { 'content-type': operation.otherType ?? 'application/json' }),
      ...(input.in === 'header' && { [input.name]: text }),
    },
    ...(body !== undefined && { body }),
  };
}

/** Every field of a body, right. */
const RIGHT: Input = { in: 'body', name: '', schema: {}, required: false };

function bodyOf({ body, otherType }: Operation, input: Input, value: unknown): string | undefined {
  if (otherType !== undefined) return 'Sent by an attack.';
  if (body === undefined) return undefined;
  if (input === RIGHT) return JSON.stringify(exampleOf(body, true));
  return JSON.stringify(
    input.in === 'body' ? withValue(exampleOf(body, true), input.name, value) : exampleOf(body),
  );
}

/** Every payload in every input of every operation; and after each operation `between`. */
export async function attack(
  site: Site,
  operations: readonly Operation[],
  log: Log,
  between: () => Promise<void>,
): Promise<void> {
  const payloads = payloadsFor(site.marks);
  for (const operation of operations) {
    const ids = await site.idsOf(operation);
    const judged = { ...site, statuses: operation.statuses };
    const ask = async (sent: Sent) => {
      const headers = { ...(await site.headersFor(operation)), ...sent.headers };
      return send(site.base, { ...sent, headers }, site.from);
    };
    for (const input of operation.inputs) {
      const where = `${operation.name}: ${input.in} ${input.name}`;
      log.known.add(where);
      await each(payloadsOf(input, payloads), async (payload) => {
        const sent = requestWith(operation, ids, input, payload.value);
        if (sent === undefined) return;
        const answer = await ask(sent);
        log.judge(where, answer, judged, payload);
        if (payload.of === 'outside' && input.name === 'url' && answer.status < 400)
          log.findings.push({ of: 'outside', what: 'takes an address that nothing may ask', where });
      });
      if (operation.method === 'GET' && input.in === 'query' && isText(input)) {
        const items = async (text: string) =>
          itemsIn(await ask(requestWith(operation, ids, input, text) as Sent));
        const word = `zq${randomUUID().slice(0, 8)}`;
        // Without its quotes the same is a query like any other.
        if ((await items(`${word}' or '1'='1`)) > (await items(`${word} or 1=1`)))
          log.findings.push({ of: 'sql', what: 'finds more by a condition that is always true', where });
      }
    }
    if (operation.body !== undefined) await writeInternalNames(operation, operation.body, ids, ask, log);
    await between();
  }
}

function itemsIn({ text }: Answer): number {
  try {
    const { items } = JSON.parse(text) as { readonly items?: unknown };
    return Array.isArray(items) ? items.length : 0;
  } catch {
    return 0;
  }
}

/** Fields that a body does not have, at its top and in the elements of its lists. */
async function writeInternalNames(
  operation: Operation,
  body: Schema,
  ids: Readonly<Record<string, string>>,
  ask: (sent: Sent) => Promise<Answer>,
  log: Log,
): Promise<void> {
  const fields = (of: Schema) => (of['properties'] ?? {}) as Record<string, Schema>;
  const lists = Object.entries(fields(body)).filter(
    ([, { type, items }]) => type === 'array' && (items as Schema)['type'] === 'object',
  );
  const places = [
    ['', body] as const,
    ...lists.map(([name, list]) => [`${name}.0.`, list['items'] as Schema] as const),
  ];
  const writes = places.flatMap(([place, of]) =>
    Object.entries(INTERNAL_NAMES)
      .filter(([name]) => !(name in fields(of)))
      .map(([name, value]) => [`${place}${name}`, value] as const),
  );
  const { status: right } = await ask(requestWith(operation, ids, RIGHT, '') as Sent);
  // Whoever signs in has to be somebody.
  if (right >= 400 && !operation.path.startsWith('/auth/')) log.refusing.push(`${operation.name} ${right}`);
  await each(writes, async ([way, value]) => {
    const input: Input = { in: 'body', name: way, schema: {}, required: false };
    const { status } = await ask(requestWith(operation, ids, input, value) as Sent);
    const where = `${operation.name}: body ${way}`;
    log.exchanges += 1;
    if (status < 400) log.findings.push({ of: 'names', what: `takes ${way}: answered ${status}`, where });
    if (status >= 500) log.findings.push({ of: 'crash', what: `answered ${status}`, where });
  });
}

const FORWARDED = [
  { 'x-forwarded-for': '203.0.113.7' },
  { 'x-forwarded-for': '203.0.113.8, 127.0.0.1' },
  { 'x-real-ip': '203.0.113.9' },
  { forwarded: 'for=203.0.113.10' },
  { forwarded: 'for="[2001:db8::1]"' },
  { 'true-client-ip': '203.0.113.11' },
  { 'cf-connecting-ip': '203.0.113.12' },
  { 'x-client-ip': '203.0.113.13' },
  { 'x-forwarded-for': '::ffff:203.0.113.14' },
  { authorization: `Bearer ${randomUUID()}` },
  { cookie: `session=${randomUUID()}` },
  { 'x-forwarded-host': 'elsewhere.invalid', host: 'elsewhere.invalid' },
] as const;

/** What of all that a client may write makes it count anew: none of it may. */
export async function dodging(base: string, path: string, from: string): Promise<readonly string[]> {
  const left = async (headers: Readonly<Record<string, string>>) => {
    const answer = await send(base, { method: 'GET', path, headers }, from);
    return Number(answer.headers['x-ratelimit-remaining']);
  };
  const found: string[] = [];
  let before = await left({});
  if (Number.isNaN(before))
    throw new Error(`GET ${path} says nothing of x-ratelimit-remaining: nothing is counted there`);
  for (const headers of FORWARDED) {
    let now = await left(headers);
    // The window may have ended in between: asked again it goes on counting.
    if (!(now < before)) [before, now] = [await left({}), await left(headers)];
    if (!(now < before)) found.push(`${Object.keys(headers).join()}: ${now} left after ${before}`);
    before = now;
  }
  return found;
}
