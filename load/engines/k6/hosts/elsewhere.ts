import type { Row } from '../samples/csv-rows.ts';
import { hostOf, knownAddresses } from './allowed-hosts.ts';

/** Requests for a host that is not the target's. */
export interface SentElsewhere {
  /** `127.0.0.2:47806` where it is known. */
  readonly host: string;
  readonly requests: number;
  /** k6 refused to send them: nothing left. */
  readonly stopped: boolean;
}

/** k6's codes for an address and a name that it was told to block. */
const BLOCKED = ['1110', '1111'];
/** How k6 words it, with the URL where it knows one; the address or the name stands in the first parentheses. */
const REFUSAL = /(?:IP|hostname) \(([^()]*)\) is in a (?:blacklisted range|blocked pattern)/;
const URL_BEFORE = /"((?:https?|wss?):\/\/[^"\s]+)": /;

/** A script may make names without end. */
const HOSTS_AT_MOST = 100;
export const UNNAMED = 'a host that the samples do not name';

/**
 * What k6's samples and its log say of requests for other hosts than the target's. Small: a count for each host, of a hundred at
 * most.
 */
export class Elsewhere {
  readonly #allowed: ReadonlySet<string>;
  /** Whether an unknown name may still be one of the allowed addresses. */
  readonly #byAddress: boolean;
  readonly #places = new WeakMap<object, Place | undefined>();
  readonly #seen = new Map<string, Count>();
  readonly #logged = new Map<string, Count>();

  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed.flatMap((host) => [host, ...(knownAddresses(host) ?? [])]));
    this.#byAddress = allowed.every((host) => knownAddresses(host) !== undefined);
  }

  add(row: Row): void {
    if (row.metric !== 'http_reqs' && row.metric !== 'ws_sessions') return;
    const place = this.#placeOf(row);
    if (place !== undefined) count(this.#seen, place, row.value);
  }

  /** A message of k6's log, or of an exception. */
  addMessage(text: string): void {
    const refused = REFUSAL.exec(text);
    if (refused === null) return;
    const url = URL_BEFORE.exec(text)?.[1];
    count(this.#logged, { host: (url && placeIn(url)) ?? refused[1] ?? UNNAMED, stopped: true }, 1);
  }

  /** Of each host, whichever witness saw more of it. What the samples do not name, the log does. */
  all(): readonly SentElsewhere[] {
    const hosts = new Map(this.#seen);
    // A message without a URL knows no port.
    const isNamed = (host: string) => [...hosts.keys()].some((one) => one.startsWith(`${host}:`));
    for (const [host, logged] of this.#logged)
      if (logged.requests > (hosts.get(host)?.requests ?? 0) && !isNamed(host)) hosts.set(host, logged);
    if (this.#logged.size > 0) hosts.delete(UNNAMED);
    return [...hosts].map(([host, { requests, stopped }]) => ({ host, requests, stopped }));
  }

  #placeOf(row: Row): Place | undefined {
    const { tags } = row;
    if (tags === undefined) return this.#find(row);
    if (!this.#places.has(tags)) this.#places.set(tags, this.#find(row));
    return this.#places.get(tags);
  }

  #find(row: Row): Place | undefined {
    // The URL is whatever the script calls it, where it gives requests a name.
    const url = /^(?:https?|wss?):\/\//.test(row.tag('url')) ? row.tag('url') : undefined;
    const stopped = BLOCKED.includes(row.tag('error_code')) || REFUSAL.test(row.tag('error'));
    if (stopped) return { host: (url && placeIn(url)) ?? UNNAMED, stopped };
    const host = url && hostOf(url);
    if (host === undefined || host === '' || this.#allowed.has(host)) return undefined;
    // Of a socket there is a session even when it was not opened; then it has no status.
    const unopened = row.metric === 'ws_sessions' && row.tag('status') === '';
    if (this.#byAddress && !unopened && !this.#isOtherAddress(host)) return undefined;
    // Where addresses are blocked, nothing else can have left.
    return { host: placeIn(url ?? '') ?? host, stopped: this.#byAddress || unopened };
  }

  #isOtherAddress(host: string): boolean {
    const addresses = knownAddresses(host);
    return addresses !== undefined && !addresses.some((address) => this.#allowed.has(address));
  }
}

interface Place {
  readonly host: string;
  readonly stopped: boolean;
}

interface Count {
  requests: number;
  stopped: boolean;
}

function count(into: Map<string, Count>, { host, stopped }: Place, requests: number): void {
  const known = into.size < HOSTS_AT_MOST || into.has(host) ? host : UNNAMED;
  const before = into.get(known) ?? { requests: 0, stopped: true };
  into.set(known, { requests: before.requests + requests, stopped: before.stopped && stopped });
}

/** The host with its port. */
function placeIn(url: string): string | undefined {
  const http = url.replace(/^ws/, 'http');
  return URL.canParse(http) ? new URL(http).host : undefined;
}
