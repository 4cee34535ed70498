import type { MetricsEndpoint } from '../../../../kernel/target.ts';

const SCRAPE_TIMEOUT_MS = 2000;
export const SCRAPE_BYTES_AT_MOST = 1_000_000;

/**
 * What a metrics endpoint answers, within two seconds and a megabyte. Rejects for anything else, and for a redirect: the token
 * is for this place alone.
 */
export async function scrape({ url, token }: MetricsEndpoint, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, {
    headers: { accept: 'text/plain', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(SCRAPE_TIMEOUT_MS)]),
  });
  if (response.status === 200) return boundedText(response);
  await response.body?.cancel();
  throw new Error(`answered ${response.status}`);
}

async function boundedText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest of the answer.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > SCRAPE_BYTES_AT_MOST)
      throw new Error(`answered more than ${SCRAPE_BYTES_AT_MOST / 1e6} MB, which is refused`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
