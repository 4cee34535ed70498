import { z } from 'zod';
import { InfraError, messageOf } from '../../kernel/errors.ts';
import type { Link } from '../../kernel/target.ts';
import { bounded } from './bounded.ts';

const proxySchema = z.object({ enabled: z.boolean(), toxics: z.array(z.object({ name: z.string() })) });

/**
 * What disturbs that link right now, as Toxiproxy itself says; empty when it is as it should be. The client's own proxy object
 * leaves the toxics out, so the server's answer is read. Throws an InfraError.
 */
export async function disturbanceOf(link: Link, signal: AbortSignal): Promise<readonly string[]> {
  const what = `Toxiproxy at ${link.control}: asking for proxy ${link.proxy}`;
  const { Toxiproxy } = await import('toxiproxy-node-client');
  const url = `${link.control}/proxies/${encodeURIComponent(link.proxy)}`;
  try {
    const answer = await bounded(new Toxiproxy(link.control).api.get<unknown>(url), what, signal);
    const { enabled, toxics } = proxySchema.parse(answer.data);
    return [...(enabled ? [] : ['the proxy is disabled']), ...toxics.map(({ name }) => `toxic ${name}`)];
  } catch (error) {
    if (error instanceof InfraError) throw error;
    throw new InfraError(`${what}: ${messageOf(error)}`, { cause: error });
  }
}
