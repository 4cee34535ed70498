import { knownAddresses } from './allowed-hosts.ts';

const PROXIES = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy'];

/** The variable that would put a proxy before one of these hosts, and which host that is. Go sends nothing of this machine through one. */
export function proxyBefore(
  hosts: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { readonly variable: string; readonly host: string } | undefined {
  const variable = PROXIES.find((name) => (env[name] ?? '') !== '');
  if (variable === undefined) return undefined;
  const excepted = (env['NO_PROXY'] || env['no_proxy'] || '').toLowerCase().split(/[\s,]+/);
  const host = hosts.find((one) => !isLoopback(one) && !excepted.some((entry) => covers(entry, one)));
  return host === undefined ? undefined : { variable, host };
}

function isLoopback(host: string): boolean {
  return knownAddresses(host)?.every((address) => address === '::1' || address.startsWith('127.')) === true;
}

/** `*`, a host, or a domain with all that is below it. Blocks of addresses are not read: the host must be named. */
function covers(entry: string, host: string): boolean {
  const domain = entry.replace(/:\d+$/, '').replace(/^\*?\./, '');
  return entry === '*' || (domain !== '' && (host === domain || host.endsWith(`.${domain}`)));
}
