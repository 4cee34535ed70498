import { OTHER_VALUE } from '../../history/linearizable.ts';
import type { Ended } from '../../history/operation.ts';
import { repeat, type Actor } from './actor.ts';
import type { Reply } from './session.ts';

const STEPS = ['collect'];
const nameOf = ({ json }: Reply) => (json as { readonly name: string }).name;

/** Writes, swaps and reads one value, as several clients at once. The value is a workflow's name. */
export async function values(actor: Actor, pauseMs: number): Promise<void> {
  const { journal, names, tenant, user } = actor;
  let written = 0;
  const fresh = () => names.of('v', written++);
  const first = fresh();
  const headers = { 'idempotency-key': first };
  const key = 'value';
  const about = { tenant, of: 'values', key };
  let id = '';
  await journal.during({ ...about, client: 'writer', does: 'write', value: first }, () =>
    user.outcome('POST', '/workflows', { json: { name: first, steps: STEPS }, headers }, (reply) => {
      id = (reply.json as { readonly id: string }).id;
      return [{ key, id, value: first }];
    }),
  );
  if (id === '') return;
  const path = `/workflows/${id}`;
  const saw = (reply: Reply) => [{ key, id, value: nameOf(reply) }];
  const put = (value: string, match: Readonly<Record<string, string>> = {}) =>
    user.outcome('PUT', path, { json: { name: value, steps: STEPS }, headers: match }, saw);
  const write = async () => {
    const value = fresh();
    await journal.during({ ...about, client: 'writer', does: 'write', value }, () => put(value));
  };
  const read = async (client: string) => {
    let etag: string | undefined;
    const ended = await journal.during({ ...about, client, does: 'read' }, async () =>
      nothingThere(
        await user.outcome('GET', path, {}, (reply) => {
          etag = reply.headers.get('etag') ?? undefined;
          return saw(reply);
        }),
      ),
    );
    return { value: ended.saw?.[0]?.value, etag };
  };
  const swap = async () => {
    const { value: from, etag } = await read('swapper');
    if (from === undefined || etag === undefined) return;
    const value = fresh();
    await journal.during({ ...about, client: 'swapper', does: 'swap', from, value }, async () =>
      refusedSwap(await put(value, { 'if-match': etag })),
    );
  };
  await Promise.all([
    repeat(actor, pauseMs, write),
    repeat(actor, pauseMs, swap),
    repeat(actor, pauseMs, () => read('reader')),
  ]);
}

/** That nothing is there is what was read. */
export function nothingThere(ended: Ended): Ended {
  return ended.why === 'answered 404' ? { outcome: 'acknowledged', saw: [] } : ended;
}

/** That something else was there says what the value was not. */
function refusedSwap(ended: Ended): Ended {
  return ended.why === 'answered 412' ? { ...ended, why: OTHER_VALUE } : ended;
}
