import { randomUUID } from 'node:crypto';

/** What is looked for; each has a hole planted for it in `vulnerable.ts`. */
export const HOLES = [
  'markup',
  'sql',
  'template',
  'file',
  'redirect',
  'header',
  'outside',
  'names',
  'crash',
  'leak',
] as const;
export type Hole = (typeof HOLES)[number];

/** What attacks carry, so that what comes of them is known again. */
export interface Marks {
  /** In markup: an element and an attribute of this name is ours. */
  readonly mark: string;
  /** Where nobody may be sent to. */
  readonly elsewhere: string;
  /** Where nothing may ask. */
  readonly canary: string;
}

export interface Payload {
  readonly of: Hole;
  /** Text, or a value of another type than was asked for. */
  readonly value: unknown;
}

/** What is written into each input, one after another. */
export function payloadsFor({ mark, elsewhere, canary }: Marks): readonly Payload[] {
  const texts: Readonly<Partial<Record<Hole, readonly string[]>>> = {
    markup: [
      `"><${mark} ${mark}=1>`,
      `' ${mark}=1 x='`,
      `javascript:${mark}`,
      `</script></title></textarea><${mark}>`,
    ],
    sql: [`'`, `') or ('1'='1`, `x' or 1=1 -- `, `1; select pg_sleep(5) -- `, `\\'`, `%' or '%'='`],
    template: ['<%= 7*191 %>${7*191}{{7*191}}#{7*191}'],
    file: [
      '../../../../../../../../etc/passwd',
      '/etc/passwd',
      '..\\..\\..\\etc\\passwd',
      '....//....//....//etc/passwd',
      'file:///etc/passwd',
    ],
    redirect: [
      `//${elsewhere}/`,
      `https://${elsewhere}/`,
      `/\\${elsewhere}`,
      `/\t/${elsewhere}`,
      `\\\\${elsewhere}`,
      `/%2F${elsewhere}`,
    ],
    header: ['x\r\nx-injected: 1', 'x\nx-injected: 1', 'x%0d%0ax-injected: 1', 'x\u560d\u560ax-injected: 1'],
    outside: [
      `${canary}/asked`,
      `${canary.replace('127.0.0.1', 'localhost')}/asked`,
      `${canary.replace('127.0.0.1', '2130706433')}/asked`,
      `${canary.replace('127.0.0.1', '[::ffff:127.0.0.1]')}/asked`,
    ],
    // Of what is not there.
    leak: [randomUUID()],
    crash: [
      '',
      ' ',
      'x'.repeat(5000),
      'x\u0000y',
      '\ud800',
      'ﬁＡ\u202e\u200b',
      '-1',
      '1e309',
      'NaN',
      '__proto__',
      '99999999999999999999',
      '1970-01-01T00:00:00Z',
    ],
  };
  const values: readonly unknown[] = [
    null,
    [],
    {},
    true,
    -1,
    1e18,
    0.5,
    ['x'],
    { $ne: null },
    { __proto__: { admin: true } },
  ];
  return [
    ...Object.entries(texts).flatMap(([of, list]) => list.map((value) => ({ of: of as Hole, value }))),
    ...values.map((value) => ({ of: 'crash' as const, value })),
  ];
}

/** Names that only the product may write: refused, or without effect. */
export const INTERNAL_NAMES: Readonly<Record<string, unknown>> = {
  id: '00000000-0000-4000-8000-00000000feed',
  tenant: 'tenant-of-others',
  tenantId: '00000000-0000-4000-8000-00000000feed',
  tenant_id: '00000000-0000-4000-8000-00000000feed',
  role: 'admin',
  isAdmin: true,
  createdBy: 'nobody@example.test',
  created_by: 'nobody@example.test',
  createdAt: '1999-12-31T00:00:00.000Z',
  userId: '00000000-0000-4000-8000-00000000feed',
  password_hash: 'x',
  status: 'succeeded',
};
