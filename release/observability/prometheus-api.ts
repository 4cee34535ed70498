import { z } from 'zod';
import { InfraError } from '../../kernel/errors.ts';

const TIMEOUT_MS = 5000;

const alertsSchema = z.object({
  data: z.object({
    alerts: z.array(
      z.object({ labels: z.record(z.string(), z.string()), state: z.enum(['pending', 'firing']) }),
    ),
  }),
});
export type Alerting = z.infer<typeof alertsSchema>['data']['alerts'][number];

const vectorSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: z.tuple([z.number(), z.string()]),
      }),
    ),
  }),
});
/** One series of an answer at a moment. */
export interface Sampled {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const namesSchema = z.object({ data: z.array(z.string()) });

/** What a Prometheus answers. Each rejects with an InfraError where it does not. */
export interface PrometheusApi {
  alerts(): Promise<readonly Alerting[]>;
  query(expr: string): Promise<readonly Sampled[]>;
  /** The names of all series that it has seen. */
  series(): Promise<ReadonlySet<string>>;
}

export function prometheusAt(url: string): PrometheusApi {
  const ask = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await answer.json();
    if (!answer.ok)
      throw new InfraError(`Prometheus answered ${path} with ${answer.status}: ${JSON.stringify(body)}`);
    return schema.parse(body);
  };
  return {
    alerts: async () => (await ask('alerts', alertsSchema)).data.alerts,
    query: async (expr) => {
      const { result } = (await ask(`query?query=${encodeURIComponent(expr)}`, vectorSchema)).data;
      return result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }));
    },
    series: async () => new Set((await ask('label/__name__/values', namesSchema)).data),
  };
}
