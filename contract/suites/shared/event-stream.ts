import { createParser } from 'eventsource-parser';
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
  void readEvents(response.body, events)
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

/** Keeps what a stream tells, as a browser understands it, until it ends. */
export async function readEvents(body: ReadableStream<Uint8Array>, events: StreamEvent[]): Promise<void> {
  const parser = createParser({
    onEvent: ({ event = '', id = '', data }) =>
      events.push({ type: event, id, data, atMs: performance.now() }),
  });
  const decoded = body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>;
  for await (const text of decoded) parser.feed(text);
}
