import { setTimeout as sleep } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import type { Thing } from '../../history/operation.ts';
import { RESET } from '../../history/unbroken.ts';
import type { Actor } from './actor.ts';
import { Heard, type IsWhole } from './heard.ts';
import { nameIn } from './names.ts';

const AGAIN_MS = 200;

/** One event of the stream, as a thing: its key is its id. */
function thingOf({ nonce, owners }: Actor, { event = '', id = '', data }: Told): Thing {
  const named = nameIn(data, 'w', nonce)?.owner;
  const known = [...data.matchAll(/"(?:runId|workflowId)":"([^"]+)"/g)].flatMap(
    ([, one = '']) => owners.get(one) ?? [],
  );
  const owner = named ?? known[0];
  return {
    key: event === 'reset' ? RESET : id,
    id: event,
    value: data,
    ...(owner !== undefined && { owner }),
  };
}

/** What is kept of it: whose it is is worked out already. */
export function withoutData({ key, id, owner }: Thing): Thing {
  return { key, id, ...(owner !== undefined && { owner }) };
}

interface Told {
  readonly event?: string | undefined;
  readonly id?: string | undefined;
  readonly data: string;
}

/** Reads the stream from after that event until it ends, or `signal` aborts. Never rejects. */
async function read(
  actor: Actor,
  api: string,
  lastId: string | undefined,
  signal: AbortSignal,
  hear: (thing: Thing) => void,
): Promise<void> {
  try {
    const response = await fetch(`${api}/events`, {
      headers: {
        accept: 'text/event-stream',
        ...actor.user.authorization,
        ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
      },
      redirect: 'manual',
      signal,
    });
    if (response.status === 401) await actor.user.renew();
    if (response.status !== 200 || response.body === null) return;
    const parser = createParser({ onEvent: (told) => hear(thingOf(actor, told)) });
    const decoded = response.body.pipeThrough(new TextDecoderStream());
    for await (const text of decoded) parser.feed(text);
  } catch {
    // It broke, or was let go: who listens connects again.
  }
}

/** Somebody who listens and, whenever the connection is gone, goes on after the last event that they heard. */
export interface Listener {
  readonly heard: Heard;
  close(): Promise<void>;
}

/** `dropEveryMs`: lets go of its connection that often by itself. */
export function listen(actor: Actor, api: string, client: string, dropEveryMs?: number): Listener {
  const stop = new AbortController();
  const heard = new Heard();
  let lastId: string | undefined;
  const hear = (thing: Thing) => {
    if (!heard.hear(thing)) return;
    if (thing.key !== RESET) lastId = thing.key;
    const asked = { client, tenant: actor.tenant, does: 'hear', of: 'events', key: thing.key } as const;
    actor.journal.tell(asked, { outcome: 'acknowledged', saw: [withoutData(thing)] });
  };
  const over = (async () => {
    while (!stop.signal.aborted) {
      const drop = dropEveryMs === undefined ? [] : [AbortSignal.timeout(dropEveryMs)];
      await read(actor, api, lastId, AbortSignal.any([stop.signal, ...drop]), hear);
      await sleep(AGAIN_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return {
    heard,
    close: async () => {
      stop.abort();
      await over;
    },
  };
}

/** The stream from after that event on, to its end; undefined where that was not told in time. */
export async function readAgain(
  actor: Actor,
  api: string,
  lastId: string,
  isWhole: IsWhole,
  timeoutMs: number,
): Promise<readonly Thing[] | undefined> {
  const stop = new AbortController();
  const heard = new Heard(isWhole);
  await read(actor, api, lastId, AbortSignal.any([stop.signal, AbortSignal.timeout(timeoutMs)]), (thing) => {
    heard.hear(thing);
    if (heard.isOver) stop.abort();
  });
  return heard.isOver ? heard.things : undefined;
}
