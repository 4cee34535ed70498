import { type APIRequestContext, expect } from '@playwright/test';

interface Received {
  readonly items: readonly { readonly headers: Readonly<Record<string, string>>; readonly body: string }[];
}

/** A Sentry envelope of one item, read: https://develop.sentry.dev/sdk/data-model/envelopes/. */
export interface BrowserReport {
  /** `event` for an error, `transaction` for a measurement. */
  readonly type: string;
  readonly traceId: string | undefined;
  readonly error: { readonly type: string; readonly value: string } | undefined;
  readonly measurements: Readonly<Record<string, { readonly value: number; readonly unit: string }>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The lines of the envelope, read: on itself, on its item, and the item. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** The envelope as it came. */
  readonly text: string;
}

interface Item {
  readonly contexts?: { readonly trace?: { readonly trace_id?: string } };
  readonly exception?: { readonly values: readonly { readonly type: string; readonly value: string }[] };
  readonly measurements?: BrowserReport['measurements'];
}

/** What browsers have reported to the collector and belongs to this trace, oldest first. */
export async function reportsOf(
  request: APIRequestContext,
  collectorUrl: string,
  traceId: string,
): Promise<BrowserReport[]> {
  const answer = await request.get(`${collectorUrl}/received?kind=rum`, { maxRedirects: 0 });
  expect(answer.status(), 'GET /received of the collector').toBe(200);
  const { items } = (await answer.json()) as Received;
  return items.map(read).filter((report) => report.traceId === traceId);
}

function read({ headers, body }: Received['items'][number]): BrowserReport {
  const [, header = '{}', text = '{}'] = body.split('\n');
  const { type } = JSON.parse(header) as { type: string };
  const item = JSON.parse(text) as Item;
  return {
    type,
    traceId: item.contexts?.trace?.trace_id,
    error: item.exception?.values[0],
    measurements: item.measurements ?? {},
    headers,
    lines: body.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>),
    text: body,
  };
}
