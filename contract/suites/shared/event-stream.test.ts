import { expect, test } from 'vitest';
import { readEvents, type StreamEvent } from './event-stream.ts';

/** What is understood of a stream that arrives in these pieces. */
async function eventsOf(...pieces: readonly string[]): Promise<readonly Omit<StreamEvent, 'atMs'>[]> {
  const events: StreamEvent[] = [];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  await readEvents(body, events);
  return events.map(({ type, id, data }) => ({ type, id, data }));
}

const EVENT = { type: 'run.created', id: '7-1', data: '{"a":1}' };

test('an event is whole however its text was cut, and whichever ends its lines have', async () => {
  const text = `retry: 1000\n: connected\n\nid: 7-1\nevent: run.created\ndata: {"a":1}\n\n`;
  for (const ends of ['\n', '\r\n', '\r'])
    for (let cut = 1; cut < text.length; cut++) {
      const sent = text.replaceAll('\n', ends);
      expect(await eventsOf(sent.slice(0, cut), sent.slice(cut)), `${JSON.stringify(ends)} ${cut}`).toEqual([
        EVENT,
      ]);
    }
});

test('several lines of data are one text, and an id of a former event is not that of the next', async () => {
  expect(await eventsOf('id: 1\ndata: a\ndata: b\n\ndata: c\n\n')).toEqual([
    { type: '', id: '1', data: 'a\nb' },
    { type: '', id: '', data: 'c' },
  ]);
});

test('what a browser would not tell of is no event: one without data, and one that was cut off', async () => {
  expect(await eventsOf('event: reset\nid: 2\n\n', 'data: half')).toEqual([]);
});
