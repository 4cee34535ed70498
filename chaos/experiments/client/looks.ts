import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Ended, Thing } from '../../history/operation.ts';
import type { Actor } from './actor.ts';
import { nameIn } from './names.ts';
import type { Session } from './session.ts';

/** Whatever was accepted is done long before, also where it waits for what looks for it every few seconds. */
const SETTLES_MS = 45_000;
const LOOK_EVERY_MS = 400;
const TRIES = 20;

const page = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  nextCursor: z.string().nullish(),
});
type Row = Readonly<Record<string, unknown>>;
const text = (row: Row, field: string) => String(row[field]);

/** Every row of a list. Throws where an answer is none. */
async function rowsOf(session: Session, path: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | null | undefined = '';
  while (cursor !== null && cursor !== undefined) {
    const more = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, json } = await session.ask('GET', `${path}?limit=100${more}`);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}`);
    const { items, nextCursor } = page.parse(json);
    rows.push(...items);
    cursor = nextCursor;
  }
  return rows;
}

/** Looks at all of a collection, as often as it takes to be answered, and tells what was seen. */
export async function look(
  actor: Actor,
  of: string,
  read: () => Promise<readonly Thing[]>,
): Promise<readonly Thing[]> {
  const asked = { client: 'look', tenant: actor.tenant, does: 'list', of, key: '' } as const;
  for (let tried = 1; ; tried++) {
    try {
      const ask = async (): Promise<Ended> => ({ outcome: 'acknowledged', saw: [...(await read())] });
      const { saw = [] } = await actor.journal.during(asked, ask);
      return saw;
    } catch (error) {
      if (tried === TRIES) throw error;
      await sleep(LOOK_EVERY_MS);
    }
  }
}

export async function workflows({ user, nonce }: Actor): Promise<readonly Thing[]> {
  const rows = await rowsOf(user, '/workflows');
  return rows.flatMap((row) => thing(row, 'name', 'w', nonce));
}

/** What a row is by the name in that field; nothing where that is none of this run. */
function thing(row: Row, field: string, kind: 'w' | 'u', nonce: string): Thing | [] {
  const found = nameIn(text(row, field), kind, nonce);
  return found === undefined ? [] : { key: found.name, id: text(row, 'id'), owner: found.owner };
}

const STATES: Readonly<Record<string, string>> = { succeeded: 'done', failed: 'dead', cancelled: 'dead' };

/** The runs of those workflows, once all have ended, or the time is up. */
export async function runs({ user }: Actor, made: readonly Thing[]): Promise<readonly Thing[]> {
  const deadline = performance.now() + SETTLES_MS;
  const found = new Map<string, readonly Thing[]>();
  const isOver = (things: readonly Thing[] | undefined) =>
    things?.every(({ value }) => value !== 'in flight') === true;
  for (;;) {
    for (const { key, id, owner } of made) {
      if (isOver(found.get(key))) continue;
      const rows = await rowsOf(user, `/workflows/${id}/runs`);
      found.set(
        key,
        rows.map((row) => ({ ...runOf(row), key, owner })),
      );
    }
    if ([...found.values()].every(isOver) || performance.now() > deadline) return [...found.values()].flat();
    await sleep(LOOK_EVERY_MS);
  }
}

function runOf(row: Row) {
  return { id: text(row, 'id'), value: STATES[text(row, 'status')] ?? 'in flight' };
}

/** With the digest of the bytes that are there. */
export async function uploads({ user, nonce }: Actor): Promise<readonly Thing[]> {
  const rows = await rowsOf(user, '/uploads');
  const things = rows.flatMap((row) => thing(row, 'name', 'u', nonce));
  const read: Thing[] = [];
  for (const one of things) {
    const { status, bytes } = await user.ask('GET', `/uploads/${one.id}/content`);
    // Who cannot answer now is asked again; that the bytes are not there is an answer.
    if (status >= 500) throw new Error(`GET /uploads/${one.id}/content answered ${status}`);
    const digest = createHash('sha256').update(bytes).digest('hex');
    read.push({ ...one, value: status === 200 ? digest : `answered ${status}` });
  }
  return read;
}

export async function notifications({ user, nonce }: Actor): Promise<readonly Thing[]> {
  const rows = await rowsOf(user, '/notifications');
  return rows.flatMap((row) => (row['kind'] === 'run.succeeded' ? thing(row, 'title', 'w', nonce) : []));
}

const received = z.object({ items: z.array(z.object({ body: z.string() })) });
const message = z.object({ id: z.string(), tenant: z.string(), data: z.object({ workflow: z.string() }) });

/** What the webhook's receiver was told, one for each message however often it came; once all of `done` were, or the time is up. */
export async function deliveries(
  actor: Actor,
  collector: string,
  hook: Hook,
  done: readonly Thing[],
): Promise<readonly Thing[]> {
  const deadline = performance.now() + SETTLES_MS;
  for (;;) {
    const response = await fetch(`${collector}/received?kind=hook&name=${hook.name}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(8_000),
    });
    const { items } = received.parse(await response.json());
    // It is told as well of what others of the tenant run meanwhile.
    const told = items
      .map(({ body }) => message.parse(JSON.parse(body)))
      .filter(
        ({ tenant, data }) =>
          tenant !== actor.tenant || nameIn(data.workflow, 'w', actor.nonce) !== undefined,
      );
    const things = new Map(
      told.map(({ id, tenant, data }) => [id, { key: data.workflow, id, owner: tenant }]),
    );
    const keys = new Set([...things.values()].map(({ key }) => key));
    if (done.every(({ key }) => keys.has(key)) || performance.now() > deadline) return [...things.values()];
    await redriveDead(actor, hook);
    await sleep(LOOK_EVERY_MS);
  }
}

export interface Hook {
  readonly id: string;
  /** What the receiver knows it by. */
  readonly name: string;
}

/** What was given up is listed, and is driven again by whoever looks after it. */
async function redriveDead({ admin }: Actor, { id }: Hook): Promise<void> {
  const dead = (await rowsOf(admin, `/webhooks/${id}/deliveries`)).filter(({ status }) => status === 'dead');
  for (const one of dead) await admin.ask('POST', `/webhooks/${id}/deliveries/${text(one, 'id')}/redrive`);
}
