import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Binding } from '../../../fixtures/bindings/target.ts';

/** Shorter ones occur by chance. */
const MINIMUM_CHARS = 8;
const SECRET_NAME = /SECRET|TOKEN|KEY|PASS|CREDENTIAL|PRIVATE/;
const startsSchema = z.record(z.string(), z.looseObject({ env: z.record(z.string(), z.string()) }));

/** Secrets by what they are: `JWT_SECRET of api`. */
export type Secrets = ReadonlyMap<string, string>;

/** What the environment variables of each part of the product are; none where nobody says how it was started. */
export function variablesOf({
  startsFile,
}: Pick<Binding, 'startsFile'>): Readonly<Record<string, Readonly<Record<string, string>>>> {
  if (startsFile === undefined) return {};
  const starts = startsSchema.parse(JSON.parse(readFileSync(startsFile, 'utf8')));
  return Object.fromEntries(Object.entries(starts).map(([part, { env }]) => [part, env]));
}

/** Of variables those that nobody may see: by their name, and passwords in addresses. What is public by its name is no secret by it. */
export function secretVariables(part: string, env: Readonly<Record<string, string>>): Secrets {
  const found = Object.entries(env).flatMap(([name, value]) => {
    const address = URL.parse(value);
    const password = decoded(address?.password ?? '');
    const own =
      SECRET_NAME.test(name) && !name.startsWith('NEXT_PUBLIC_')
        ? [[`${name} of ${part}`, value] as const]
        : [];
    return password === ''
      ? own
      : [
          ...own,
          [`${name} of ${part}`, value] as const,
          [`password in ${name} of ${part}`, password] as const,
        ];
  });
  return longOnes(found);
}

/** As it was before it stood in an address; what no address could hold, as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Everything that we were told and nobody else may be. */
export function givenTo(target: Binding): Secrets {
  const { accounts, neighbour, metrics, receivers, tokenKey, queueUrl, database } = target;
  const urls = {
    QUEUE_URL: queueUrl ?? '',
    APPLICATION_URL: database?.application ?? '',
    SCRATCH_URL: database?.scratch ?? '',
  };
  return new Map([
    ...secretVariables('the harness', urls),
    ...longOnes([
      ['password of the user', accounts.user.password],
      ['password of the admin', accounts.admin.password],
      ['password of the neighbour’s user', neighbour?.accounts.user.password],
      ['password of the neighbour’s admin', neighbour?.accounts.admin.password],
      ['key of tokens', tokenKey],
      ...metrics.map(({ part, token }) => [`token of ${part}`, token] as const),
      ...receivers.map(({ name, token }) => [`token of ${name}`, token] as const),
    ]),
  ]);
}

function longOnes(all: readonly (readonly [string, string | undefined])[]): Secrets {
  return new Map(
    all.flatMap(([name, value]) =>
      value !== undefined && value.length >= MINIMUM_CHARS ? [[name, value]] : [],
    ),
  );
}

/** As what a secret may stand in bytes: as it is, in an address, in JSON or a page, in base64 at any place, and in hex. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // What stands before it in base64 moves it by no, one or two bytes; its ends depend on what is beside them.
  const within = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const from = Math.ceil((before * 4) / 3);
    const left = (before + bytes.length) % 3;
    return whole.slice(from, left === 0 ? undefined : -1);
  });
  const plain = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;'),
    ...within,
    ...within.map((one) => one.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
  ];
  return [...new Set(plain)];
}

/** Names of the secrets that stand in those bytes in any form. Never what they are. */
export function toldIn(bytes: Buffer, secrets: Secrets): readonly string[] {
  return [...secrets]
    .filter(([, secret]) => formsOf(secret).some((form) => bytes.includes(form)))
    .map(([name]) => name);
}
