import { z } from 'zod';
import { InfraError } from '../../kernel/errors.ts';

/** The values of one series in a window, those that are numbers. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

/** On the clock of `Date.now`. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

const TIMEOUT_MS = 10_000;
const number = z.string().transform((text) => Number(text.replace('Inf', 'Infinity')));
const answerSchema = z.object({
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), number])),
      }),
    ),
  }),
});

/** What an expression was, second by second. Throws an InfraError with Prometheus' own words where it is none. */
export async function valuesOf(
  url: string,
  expr: string,
  { fromMs, toMs }: Window,
): Promise<readonly Series[]> {
  const body = new URLSearchParams({
    ...{ query: expr, step: '1', start: String(fromMs / 1000), end: String(toMs / 1000) },
  });
  const answer = await fetch(`${url}/api/v1/query_range`, {
    ...{ method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) },
  });
  const said = await answer.text();
  if (!answer.ok)
    throw new InfraError(`Prometheus answered ${answer.status} to ${expr}: ${said.slice(0, 300)}`);
  return answerSchema.parse(JSON.parse(said)).data.result.map(({ metric, values }) => ({
    labels: metric,
    values: values.map(([, value]) => value).filter((value) => Number.isFinite(value)),
  }));
}
