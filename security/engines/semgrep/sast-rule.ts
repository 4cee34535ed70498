/** A rule of ours for semgrep, with code that it must find and code that it must not: each run shows it both. */
export interface SastRule {
  readonly id: string;
  /** One sentence: what is wrong. */
  readonly title: string;
  /** CVSS-like, 0–10. */
  readonly severity: number;
  readonly cwe: number;
  /** Of OWASP's ten, `A03:2021`. */
  readonly owasp: string;
  readonly fix: string;
  /** What semgrep calls a rule, without what is said above: `pattern`, `patterns`, `pattern-either`, or `mode: 'taint'` with its parts. */
  readonly match: Readonly<Record<string, unknown>>;
  /** Each is a file in which it must find something. */
  readonly bad: readonly [string, ...string[]];
  /** Each is a file in which it must find nothing. */
  readonly good: readonly [string, ...string[]];
}

/** What comes from whoever sends a request. */
export const FROM_REQUEST: readonly object[] = [
  {
    patterns: [
      {
        'pattern-either': ['query', 'body', 'params', 'headers', 'cookies'].map((part) => ({
          pattern: `$REQUEST.${part}`,
        })),
      },
      {
        'metavariable-regex': { metavariable: '$REQUEST', regex: '^(req|request|ctx\\.req|ctx\\.request)$' },
      },
    ],
  },
];

/** One of several patterns. */
export function either(...patterns: readonly string[]): { readonly 'pattern-either': readonly object[] } {
  return { 'pattern-either': patterns.map((pattern) => ({ pattern })) };
}

/** What comes from a request and arrives at one of those patterns, in the place that `$SINK` has in it. */
export function fromRequestTo(...sinks: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    mode: 'taint',
    'pattern-sources': FROM_REQUEST,
    'pattern-sinks': [{ patterns: [either(...sinks), { 'focus-metavariable': '$SINK' }] }],
    'pattern-sanitizers': [either('encodeURIComponent(...)', 'Number(...)', '$SCHEMA.parse(...)')],
  };
}
