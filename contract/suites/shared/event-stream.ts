import type { Client } from './client.ts';
import { until } from './until.ts';

export interface StreamEvent {
  readonly type: string;
  readonly id: string;
  /** The very text. */
  readonly data: string;
  /** When it was here, as `performance.now()`. */
  readonly atMs: number;
}

/** A stream of server-sent events that is being read. */
export interface EventStream {
  readonly headers: Headers;
  /** What arrived so far, oldest first. */
  readonly events: readonly StreamEvent[];
  /** The first one that fits; waits for it, at most 6 s. */
  first(what: string, fits: (event: StreamEvent) => boolean): Promise<StreamEvent>;
  /** The server ended it. */
  isOver(): boolean;
  close(): void;
}

/** Opens `GET <path>` as `client`, from after `lastEventId` when that is given. Throws when it is refused or is no stream. */
export async function openStream(
  client: Pick<Client, 'url' | 'token'>,
  { lastEventId, path = '/events', cookie }: { lastEventId?: string; path?: string; cookie?: string } = {},
): Promise<EventStream> {
  const stop = new AbortController();
  const response = await fetch(`${client.url}${path}`, {
    headers: {
      accept: 'text/event-stream',
      ...(client.token === undefined ? {} : { authorization: `Bearer ${client.token}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    redirect: 'manual',
    signal: stop.signal,
  });
  const type = response.headers.get('content-type') ?? 'nothing';
  if (response.status !== 200 || response.body === null || !type.startsWith('text/event-stream')) {
    stop.abort();
    throw new Error(`GET ${path}: expected 200 text/event-stream, observed ${response.status} ${type}`);
  }
  const events: StreamEvent[] = [];
  let over = false;
  void read(response.body, events)
    .catch(() => undefined)
    .finally(() => (over = true));
  return {
    headers: response.headers,
    events,
    first: async (what, fits) => {
      const seen = await until(
        what,
        () => events,
        (all) => all.some(fits),
      );
      return seen.find(fits) as StreamEvent;
    },
    isOver: () => over,
    close: () => stop.abort(),
  };
}

/** What opening the stream is answered with. */
export async function statusOfStream({ url, token }: Client): Promise<{ readonly status: number }> {
  const stop = new AbortController();
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const { status } = await fetch(`${url}/events`, { headers, redirect: 'manual', signal: stop.signal });
  stop.abort();
  return { status };
}

async function read(body: ReadableStream<Uint8Array>, events: StreamEvent[]): Promise<void> {
  let rest = '';
  for await (const text of body.pipeThrough(
    new TextDecoderStream() as never,
  ) as unknown as AsyncIterable<string>) {
    const blocks = (rest + text).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventOf(block);
      if (event !== undefined) events.push(event);
    }
  }
}

/** One block of the stream; undefined for a comment. */
function eventOf(block: string): StreamEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
    if (name !== '') fields.set(name, fields.has(name) ? `${fields.get(name) ?? ''}\n${value}` : value);
  }
  if (!fields.has('event') && !fields.has('data')) return undefined;
  const of = (name: string) => fields.get(name) ?? '';
  return { type: of('event'), id: of('id'), data: of('data'), atMs: performance.now() };
}
