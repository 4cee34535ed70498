import { z } from 'zod';
import { clientOf, expectBody } from './client.ts';

const base = { seq: z.int(), at: z.iso.datetime(), name: z.string() };
const request = z.looseObject({ ...base, headers: z.record(z.string(), z.string()), body: z.string() });
const span = z.looseObject({
  ...base,
  service: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
});

/** One request that arrived; `body` is its very text. */
export type Received = z.infer<typeof request>;
export type Span = z.infer<typeof span>;

/** Why tests that look at the outside are skipped where it cannot be seen. */
export const NO_COLLECTOR = 'nothing shows what this target sends to the outside: it has no collector';

/** The webhook deliveries that arrived at `/hooks/<name>`, oldest first. `url` is the collector's. */
export function hooksAt(url: string, name: string): Promise<Received[]> {
  return ask(url, { kind: 'hook', name }, request);
}

/** The alert messages that hold `text`, oldest first. */
export async function alertsAt(url: string, text: string): Promise<Received[]> {
  return (await ask(url, { kind: 'alert' }, request)).filter(({ body }) => body.includes(text));
}

export function spansAt(url: string, traceId: string): Promise<Span[]> {
  return ask(url, { kind: 'trace', traceId }, span);
}

async function ask<S extends z.ZodType>(
  url: string,
  filter: Readonly<Record<string, string>>,
  item: S,
): Promise<z.output<S>[]> {
  const answer = await clientOf(url).get(`/received?${new URLSearchParams(filter).toString()}`);
  return expectBody(answer, 200, z.object({ items: z.array(item) })).items;
}
