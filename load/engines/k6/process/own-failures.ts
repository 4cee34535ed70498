/** Why a request never left the generator. */
export interface OwnFailure {
  readonly what: string;
  readonly fix: string;
}

interface Cause extends OwnFailure {
  /** k6's codes for it, see "Error codes" in its documentation. */
  readonly codes?: readonly string[];
  /** As Go and k6 word it; `errno` on Linux and macOS. */
  readonly text: RegExp;
}

const CAUSES: readonly Cause[] = [
  {
    what: 'too many open files',
    text: /too many open files|errno 2[34]\b/i,
    fix: 'raise the limit of open files (`ulimit -n 65536`) where the harness is started',
  },
  {
    what: 'no local port was free',
    text: /(?:cannot|can't) assign requested address|errno (?:99|49)\b/i,
    fix: 'let k6 keep its connections (no noConnectionReuse, no noVUConnectionReuse), widen net.ipv4.ip_local_port_range, or give k6 more addresses (K6_LOCAL_IPS)',
  },
  {
    what: 'no buffer space',
    text: /no buffer space|errno (?:105|55)\b/i,
    fix: 'raise net.core.wmem_max and net.ipv4.tcp_mem, or spread the load over more machines',
  },
  {
    what: 'out of memory',
    text: /cannot allocate memory|errno 12\b/i,
    fix: 'give the generator more memory, or lower the number of users',
  },
  {
    what: 'a name could not be resolved',
    codes: ['1100', '1101'],
    text: /no such host|server misbehaving|temporary failure in name resolution|lookup [^ :]+(?: on [^ ]+)?:/i,
    fix: 'check the URL and the resolver of this machine (/etc/resolv.conf)',
  },
];

/** What k6's `error_code` and `error` say: why the failure is the generator's own, or undefined when it may be the target's. */
function ownFailure(code: string, text: string): OwnFailure | undefined {
  return CAUSES.find((cause) => cause.codes?.includes(code) === true || cause.text.test(text));
}

export interface CountedFailure extends OwnFailure {
  readonly count: number;
  /** One of them in k6's words. */
  readonly example: string;
}

/** Counts failures of our own. As small as the list of causes. */
export class OwnFailures {
  readonly #counts = new Map<string, CountedFailure>();

  add(code: string, text: string): void {
    const found = ownFailure(code, text);
    if (found === undefined) return;
    const before = this.#counts.get(found.what);
    const { what, fix } = found;
    this.#counts.set(what, { what, fix, count: (before?.count ?? 0) + 1, example: before?.example ?? text });
  }

  all(): readonly CountedFailure[] {
    return [...this.#counts.values()];
  }
}

/** The same failures as two witnesses saw them: of each cause, whoever saw more of it. */
export function seenByEither(
  one: readonly CountedFailure[],
  other: readonly CountedFailure[],
): readonly CountedFailure[] {
  const most = new Map<string, CountedFailure>();
  for (const failure of [...one, ...other])
    if (failure.count > (most.get(failure.what)?.count ?? 0)) most.set(failure.what, failure);
  return [...most.values()];
}
