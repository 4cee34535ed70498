import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, Client } from '../shared/client.ts';
import { linesIn, type LogLine, logOf, sizeOf } from '../shared/log-lines.ts';
import { until } from '../shared/until.ts';

export const PARTS = ['api', 'web', 'worker'] as const;
type Part = (typeof PARTS)[number];

/** Where the logs ended when we began. */
export const from = Object.fromEntries(PARTS.map((part) => [part, sizeOf(part)])) as Record<Part, number>;

/** A caller's own context, by which lines are found. */
export const newContext = () => {
  const [requestId, traceId] = [randomUUID(), randomBytes(16).toString('hex')];
  return {
    requestId,
    traceId,
    headers: { 'request-id': requestId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` },
  };
};
export type Context = ReturnType<typeof newContext>;
export const as = (client: Client, { headers }: Context): Client => {
  const ask: Client['ask'] = (method, path, call = {}) =>
    client.ask(method, path, { ...call, headers: { ...headers, ...call.headers } });
  return { ...client, ask };
};
/** Of each request its lines, once the last one is written. */
export async function linesOf(
  part: Part,
  contexts: readonly Context[],
): Promise<ReadonlyMap<string, LogLine[]>> {
  const look = () => {
    const of = new Map<string, LogLine[]>(contexts.map(({ requestId }) => [requestId, []]));
    const isOurs = (line: string) => of.has(/"requestId":"([^"]*)"/.exec(line)?.[1] ?? '');
    for (const line of linesIn(logOf(part, from[part]), isOurs))
      of.get(String(line['requestId']))?.push(line);
    return of;
  };
  // What is missing after a while is told by whoever asked.
  return until(`lines of ${contexts.length} requests`, look, (of) =>
    [...of.values()].every((lines) => lines.length > 0),
  ).catch(look);
}

export interface Asked {
  readonly what: string;
  readonly context: Context;
  readonly answer: Answer;
  /** As it should stand in the line. */
  readonly method: string;
  readonly route: string;
  readonly tenant: string | undefined;
}
/** That each has one line, of the level `info`, which says this and nothing else. */
export async function expectLines(part: 'api' | 'web', asked: readonly Asked[]): Promise<void> {
  expect(asked.length, 'requests that were asked').toBeGreaterThan(0);
  const lines = await linesOf(
    part,
    asked.map(({ context }) => context),
  );
  const wrong: Record<string, unknown> = {};
  for (const { what, context, answer, method, route, tenant: whose } of asked) {
    const own = lines.get(context.requestId) ?? [];
    const { time, durationMs, ...rest } = own[0] ?? { time: '', durationMs: -1 };
    const wanted = {
      ...{ level: 'info', part, msg: 'answered', requestId: context.requestId, traceId: context.traceId },
      ...{ method, route, status: answer.status },
      ...(whose !== undefined && { tenant: whose }),
    };
    const age = Date.now() - Date.parse(time);
    const isRight =
      own.length === 1 &&
      JSON.stringify(sorted(rest)) === JSON.stringify(sorted(wanted)) &&
      age >= 0 &&
      age < 120_000;
    const isTimed =
      typeof durationMs === 'number' &&
      durationMs > 0 &&
      durationMs < 60_000 &&
      Number.isInteger(Math.round(durationMs * 1e6) / 1e5);
    if (!isRight || !isTimed) wrong[what] = { wanted, own };
  }
  expect(wrong, `lines of ${part}`).toEqual({});
}
const sorted = (one: object) => Object.entries(one).sort(([a], [b]) => a.localeCompare(b));
