import { InfraError, messageOf } from '../../kernel/errors.ts';
import type { Fault } from '../../kernel/experiment.ts';
import type { Link } from '../../kernel/target.ts';
import type { Undo } from '../../kernel/undo.ts';
import { bounded } from './bounded.ts';

/** One disturbance inside a proxy. `stream`: `upstream` is what clients send, `downstream` what they are answered. */
export interface Toxic {
  readonly type: 'latency' | 'timeout' | 'bandwidth' | 'slow_close' | 'reset_peer' | 'limit_data' | 'slicer';
  readonly stream: 'upstream' | 'downstream';
  readonly attributes: Readonly<Record<string, number>>;
  /** The share of connections that it is on, rolled once for each when it comes or when they open; all unless told. */
  readonly toxicity?: number;
}

/** How a fault of a link puts its toxics there, and what takes each of them away again. */
export function byToxics<O>(
  toxicsOf: (options: O) => readonly Toxic[],
): Pick<Fault<'link', O>, 'inject' | 'undo'> {
  return {
    undo: ({ on }, options) => toxicsOf(options).map((toxic) => removalOf(on, toxic)),
    inject: async ({ on }, options, signal) => {
      for (const toxic of toxicsOf(options)) await addToxic(on, toxic, signal);
    },
  };
}

/** Ours are told from others' by their prefix, and one proxy holds at most one of a type and stream. */
function nameOfToxic(toxic: Toxic): string {
  return `harness-${toxic.type}-${toxic.stream}`;
}

/**
 * Puts a toxic into the link's proxy, for every connection, old and new. An abort keeps it from being sent; once it is on its way
 * this returns only when it has landed, so that an undo can follow it. Throws an InfraError that names the link's proxy.
 */
async function addToxic(link: Link, toxic: Toxic, signal: AbortSignal): Promise<void> {
  const name = nameOfToxic(toxic);
  const what = `Toxiproxy at ${link.control}: adding ${name} to proxy ${link.proxy}`;
  signal.throwIfAborted();
  const { Toxiproxy } = await import('toxiproxy-node-client');
  try {
    const proxy = await bounded(new Toxiproxy(link.control).get(link.proxy), what, signal);
    signal.throwIfAborted();
    await bounded(proxy.addToxic({ name, toxicity: 1, ...toxic }), what);
  } catch (error) {
    if (error instanceof InfraError) throw error;
    throw new InfraError(`${what}: ${messageOf(error)}`, { cause: error });
  }
}

/** Takes that toxic away again. Where it is gone already the server answers 404, which counts as done. */
function removalOf(link: Link, toxic: Toxic): Undo {
  const path = `/proxies/${encodeURIComponent(link.proxy)}/toxics/${nameOfToxic(toxic)}`;
  return { kind: 'request', method: 'DELETE', url: link.control + path };
}
