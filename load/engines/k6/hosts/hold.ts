import { lookup } from 'node:dns/promises';
import { InfraError } from '../../../../kernel/errors.ts';
import { knownAddresses } from './allowed-hosts.ts';
import { otherAddresses } from './addresses.ts';
import { otherNames } from './other-names.ts';
import { proxyBefore } from './proxy.ts';

/** How k6 is kept from every host but some: what must be said to `k6 run`. */
export interface Hold {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const EVERYTHING = ['0.0.0.0/0', '::/0'];
/** This machine, by all its addresses that Go sends past any proxy; and a place that is nowhere (RFC 5737). */
const NOWHERE = '192.0.2.1';
const THIS_MACHINE = ['0.0.0.0/8', '127.0.0.0/8', '::/127'];
/** Linux takes 128 KiB for one argument. */
const ARGUMENT_AT_MOST = 100_000;

/**
 * Keeps k6 from every host but these, whatever redirects and links say: it refuses to dial, before a packet leaves. `own` is what
 * the script blocks by itself.
 *
 * Where all of them are addresses, all other addresses are blocked. A name may move to other addresses during a load, and two
 * names may share one: so names are held by name. k6 takes no list of allowed names, so it gets a proxy that is blocked itself for
 * all hosts but these (HTTP and WebSocket), and patterns of all other names (for the rest, and for names below these).
 */
export async function holdTo(hosts: readonly string[], own: OwnBlocks): Promise<Hold> {
  const addresses = hosts.flatMap((host) => knownAddresses(host) ?? []);
  const names = hosts.filter((host) => knownAddresses(host) === undefined);
  if (names.length === 0)
    return {
      args: blockAddresses([...otherAddresses(EVERYTHING, addresses), ...own.addresses]),
      env: { NO_PROXY: '*' },
    };
  const near = await Promise.all(names.map((name) => addressesOf(name)));
  const others = otherAddresses([...THIS_MACHINE, `${NOWHERE}/32`], [...addresses, ...near.flat()]);
  const nowhere = `http://${NOWHERE}:9`;
  return {
    args: [
      ...blockAddresses([...others, ...own.addresses]),
      ...blockNames([...own.names, ...otherNames(names)]),
    ],
    env: { HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, NO_PROXY: hosts.join(',') },
  };
}

/** What the script's own options block, as `k6 inspect` prints it. */
export interface OwnBlocks {
  readonly addresses: readonly string[];
  readonly names: readonly string[];
}

/** A name may mean this machine too. One that cannot be resolved is k6's to complain of. */
async function addressesOf(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

function blockAddresses(blocks: readonly string[]): readonly string[] {
  return ['--blacklist-ip', blocks.join(',')];
}

/** Far too many long names are held by the proxy alone. */
function blockNames(patterns: readonly string[]): readonly string[] {
  const list = patterns.join(',');
  return list.length > ARGUMENT_AT_MOST ? [] : ['--block-hostnames', list];
}

/** Throws an InfraError where a proxy of this machine would stand before one of the hosts. */
export function refuseProxy(hosts: readonly string[]): void {
  const proxy = proxyBefore(hosts, process.env);
  if (proxy === undefined) return;
  throw new InfraError({
    what: `${proxy.variable} would send the load for ${proxy.host} through a proxy: it would load that too, and k6 could not be kept from other hosts.`,
    fix: `add ${proxy.host} to NO_PROXY, or unset ${proxy.variable}.`,
  });
}
