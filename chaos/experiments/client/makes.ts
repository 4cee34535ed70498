import { createHash } from 'node:crypto';
import type { Ended, Thing } from '../../history/operation.ts';
import { addOnce, repeat, type Actor } from './actor.ts';
import { nameIn } from './names.ts';
import type { Reply } from './session.ts';

/** Long enough for some to be in the middle of it when a fault comes. */
const STEPS = ['wait 150', 'wait 150'];
/** So many are on their way side by side, so that something begins at each moment of a fault. */
const LANES = 6;

/** A workflow that nobody has run yet. */
export interface Made {
  readonly name: string;
  readonly id: string;
}

const idOf = ({ json }: Reply) => (json as { readonly id: string }).id;

/** What an answer that has a name says of itself. */
function named(actor: Actor, kind: 'w' | 'u', key: string, reply: Reply): Thing[] {
  const { name } = reply.json as { readonly name: string };
  return [{ key, id: idOf(reply), owner: nameIn(name, kind, actor.nonce)?.owner ?? 'nobody' }];
}

/** Sends for one thing, now and then with the same request twice at one time. */
async function once(
  isDoubled: boolean,
  client: string,
  add: (client: string) => Promise<Ended>,
): Promise<string | undefined> {
  const [ended] = await Promise.all(isDoubled ? [add(client), add(`${client}'s double`)] : [add(client)]);
  return ended.saw?.[0]?.id;
}

/** Makes a workflow. */
export async function make(actor: Actor, number: number, client: string): Promise<Made | undefined> {
  const { names, user } = actor;
  const name = names.of('w', number);
  const call = { json: { name, steps: STEPS }, headers: { 'idempotency-key': name } };
  const id = await once(number % 3 === 0, client, (by) =>
    addOnce(actor, { client: by, of: 'workflows', key: name }, () =>
      user.outcome('POST', '/workflows', call, (reply) => named(actor, 'w', name, reply)),
    ),
  );
  if (id === undefined) return undefined;
  actor.owners.set(id, actor.tenant);
  actor.workflows.push(id);
  return { name, id };
}

/** Runs a workflow: the only time that it is run. */
export async function run(
  actor: Actor,
  { name, id }: Made,
  isDoubled: boolean,
  client: string,
): Promise<void> {
  const { user, owners, tenant } = actor;
  const headers = { 'idempotency-key': name };
  await once(isDoubled, client, (by) =>
    addOnce(actor, { client: by, of: 'runs', key: name }, () =>
      user.outcome('POST', `/workflows/${id}/runs`, { headers }, (reply) => {
        owners.set(idOf(reply), tenant);
        return [{ key: name, id: idOf(reply) }];
      }),
    ),
  );
}

/** Makes workflows, and runs others that were made before: so that runs are asked for also while none can be made. */
export async function makesAndRuns(actor: Actor, pauseMs: number, ahead: number): Promise<void> {
  const made = await Promise.all(
    Array.from({ length: ahead }, (_, number) => make(actor, number, `maker ${number}`)),
  );
  const waiting = made.filter((one) => one !== undefined);
  await Promise.all([
    sideBySide(actor, pauseMs, async (round, client) => {
      const one = await make(actor, ahead + round, `maker ${client}`);
      if (one !== undefined) waiting.push(one);
    }),
    sideBySide(actor, pauseMs, async (round, client) => {
      const one = waiting.shift();
      if (one !== undefined) await run(actor, one, round % 3 === 0, `runner ${client}`);
    }),
  ]);
}

async function sideBySide(
  actor: Actor,
  pauseMs: number,
  work: (round: number, lane: number) => Promise<void>,
): Promise<void> {
  const open = new Set<Promise<void>>();
  await repeat(actor, pauseMs, async (round) => {
    const one = work(round, round % LANES).finally(() => open.delete(one));
    open.add(one);
    if (open.size >= LANES) await Promise.race(open);
  });
  await Promise.all(open);
}

const BYTES = 4_000;

/** Uploads small files, no two alike. */
export async function uploads(actor: Actor, pauseMs: number): Promise<void> {
  await repeat(actor, pauseMs, async (round) => {
    const { names, user } = actor;
    const name = names.of('u', round);
    const body = Buffer.from(`${name}\n`.repeat(Math.ceil(BYTES / name.length)));
    const value = createHash('sha256').update(body).digest('hex');
    const headers = { 'content-type': 'text/plain', 'idempotency-key': name };
    await addOnce(actor, { client: 'uploader', of: 'uploads', key: name, value }, () =>
      user.outcome('POST', `/uploads?name=${name}`, { body, headers }, (reply) =>
        named(actor, 'u', name, reply),
      ),
    );
  });
}

/** Asks for workflows of another tenant by their ids. */
export async function peeks(actor: Actor, other: Actor, pauseMs: number): Promise<void> {
  await repeat(actor, pauseMs, async (round) => {
    const id = other.workflows.at(round % Math.max(1, other.workflows.length));
    if (id === undefined) return;
    const about = { client: 'stranger', tenant: actor.tenant, of: 'workflows', key: id };
    await actor.journal.during({ ...about, does: 'peek' }, async () =>
      refusedPeek(await actor.user.outcome('GET', `/workflows/${id}`, {}, () => [])),
    );
  });
}

/** That it is nobody's business, or not there, is what a stranger is to be told. Who was not known, or asked too often, learnt nothing. */
export function refusedPeek(ended: Ended): Ended {
  const isTold = ended.outcome !== 'failed' || /^answered 40[34]$/.test(ended.why ?? '');
  return isTold ? ended : { ...ended, outcome: 'indeterminate' };
}
