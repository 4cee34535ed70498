import type { RunningTarget, Tenant } from '../../../kernel/target.ts';

/** Shorter ones occur by chance. */
const MINIMUM_CHARS = 8;

/** Secrets of the target that the harness knows, by what they are: none of them belongs into an answer. */
export function handedOut(
  target: Pick<RunningTarget, 'metrics' | 'receivers' | 'tokenKey' | 'queueUrl' | 'database'>,
  tenant: Tenant,
): ReadonlyMap<string, string> {
  const { metrics = [], receivers = [], tokenKey, queueUrl, database } = target;
  const all: readonly (readonly [string, string | undefined])[] = [
    ...Object.entries(tenant.accounts).map(
      ([role, { password }]) => [`password of ${role}`, password] as const,
    ),
    ...[...metrics, ...receivers].map(({ name, token }) => [`token of ${name}`, token] as const),
    ['signing key', tokenKey],
    ...withPassword('Redis', queueUrl),
    ...withPassword('database', database?.application),
    ...withPassword('scratch database', database?.scratch),
  ];
  const isLong = (one: readonly [string, string | undefined]): one is readonly [string, string] =>
    (one[1]?.length ?? 0) >= MINIMUM_CHARS;
  return new Map(all.filter(isLong));
}

function withPassword(
  name: string,
  url: string | undefined,
): readonly (readonly [string, string | undefined])[] {
  return [
    [`URL of ${name}`, url],
    [`password of ${name}`, decoded(URL.parse(url ?? '')?.password ?? '')],
  ];
}

/** As it was before it stood in an address; what no address could hold, as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
