import { InfraError, messageOf } from '../../../kernel/errors.ts';

export interface ZapAccess {
  /** `http://127.0.0.1:<port>`: the API's address and the proxy's. */
  readonly url: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 15_000;

/** ZAP's answer to a call of its API, `core/view/version`. Throws an InfraError that names the call. */
export async function callZap(
  access: ZapAccess,
  call: string,
  parameters: Readonly<Record<string, string | number>> = {},
): Promise<unknown> {
  const text = await fetchText(access, `/JSON/${call}/`, parameters);
  try {
    return JSON.parse(text);
  } catch {
    throw new InfraError(`ZAP's API: ${call} answered no JSON: ${text.slice(0, 200)}`);
  }
}

/** What ZAP answers outside JSON, such as its root certificate. */
export async function fetchText(
  { url, key, signal }: ZapAccess,
  path: string,
  parameters: Readonly<Record<string, string | number>> = {},
): Promise<string> {
  const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  const answer = await fetch(`${url}${path}?${query}`, {
    headers: { 'X-ZAP-API-Key': key },
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new InfraError(`ZAP's API: ${path} did not answer: ${messageOf(error)}`);
  });
  const text = await answer.text();
  if (answer.ok) return text;
  throw new InfraError(`ZAP's API: ${path} refused with ${answer.status}: ${text.slice(0, 300)}`);
}
