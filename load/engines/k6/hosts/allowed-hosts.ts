import { isIP } from 'node:net';
import type { RunningTarget } from '../../../../kernel/target.ts';

/** The host of a URL, or of `host:port`, as k6's dialer sees it: lower case, IPv6 without brackets; undefined for anything else. */
export function hostOf(text: string): string | undefined {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `tcp://${text}`;
  // Schemes that browsers know spell IPv4 as it is dialled: `http://2130706433` is 127.0.0.1.
  const known = url.replace(/^(?!https?:)[a-z][a-z0-9+.-]*:/i, 'http:');
  if (!URL.canParse(known)) return undefined;
  return new URL(known).hostname.replace(/^\[|\]$/g, '');
}

/** Every host that belongs to the target: nobody else's may get any of the load. */
export function allowedHosts({
  urls,
  metrics = [],
  ingest,
  links,
}: Pick<RunningTarget, 'urls' | 'metrics' | 'ingest' | 'links'>): readonly string[] {
  const all = [
    ...Object.values(urls),
    ...metrics.map(({ url }) => url),
    ...(ingest === undefined ? [] : [ingest.url]),
    ...Object.values(links).flatMap(({ listen, control }) => [listen, control]),
  ];
  return [...new Set(all.flatMap((one) => hostOf(one) ?? []))];
}

/** Names that mean this machine without asking anybody. */
function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

/** The addresses of a host that needs no name server; undefined for one that does. */
export function knownAddresses(host: string): readonly string[] | undefined {
  if (isIP(host) !== 0) return [host];
  return isLocalName(host) ? ['127.0.0.1', '::1'] : undefined;
}
