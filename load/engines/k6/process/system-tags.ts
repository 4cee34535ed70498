/** What k6 tags samples with unless told otherwise: endpoints, checks, scenarios and failures are told apart by them. */
const USUAL = [
  'check',
  'error',
  'error_code',
  'expected_response',
  'group',
  'method',
  'name',
  'proto',
  'scenario',
  'service',
  'status',
  'subproto',
  'tls_version',
  'url',
] as const;

/** Replaces what the script says. */
const VARIABLE = 'K6_SYSTEM_TAGS';

/**
 * Adds the tags that the script asks for to the usual ones. k6 would replace these: its samples would then belong to no
 * scenario, no check and no endpoint, and nobody would be told.
 */
export function systemTagArgs(
  own: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): readonly string[] {
  const said = env[VARIABLE]?.match(/\w+/g) ?? [];
  const all = new Set([...USUAL, ...own, ...said]);
  return ['--system-tags', [...all].join(',')];
}
