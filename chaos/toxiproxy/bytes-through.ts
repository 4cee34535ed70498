import { samplesIn } from '../../fixtures/bindings/prometheus-text.ts';
import type { Link } from '../../kernel/target.ts';

const RECEIVED = 'toxiproxy_proxy_received_bytes_total';
const TIMEOUT_MS = 2_000;

/**
 * How many bytes connections that have ended by now brought into that link's proxy; undefined where its Toxiproxy does not tell, or has
 * seen none end. Never rejects.
 */
export async function bytesThrough({
  control,
  proxy,
}: Pick<Link, 'control' | 'proxy'>): Promise<number | undefined> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${control}/metrics`, { redirect: 'manual', signal });
    const samples = samplesIn(await response.text(), new Set([RECEIVED]));
    const own = samples.filter(({ labels }) => labels['proxy'] === proxy);
    return own.length === 0 ? undefined : own.reduce((sum, { value }) => sum + value, 0);
  } catch {
    return undefined;
  }
}
