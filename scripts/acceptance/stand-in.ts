import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { Redis } from 'ioredis';
import pg from 'pg';
import { signal } from '../../kernel/process.ts';
import type { Checkout } from './checkout.ts';
import { startHarness } from './cli.ts';

/** A target that was started apart, by its own command, and what it keeps. */
export interface StandIn {
  /** A digest of all rows by table and tenant; and what Redis holds of people: their sessions, and failed logins. */
  kept(): Promise<{ readonly rows: Readonly<Record<string, string>>; readonly keys: readonly string[] }>;
  /** How many lines the audit log has, of all tenants. */
  auditLines(): Promise<number>;
  stop(): Promise<void>;
}

/** What the product notes for itself while it waits: that a queue was looked through, that somebody listens to events. */
const OWN_KEYS = /^(bull|events-wake):/;

/**
 * `./harness target up`, which writes `.env.<environment>` into the checkout for each of these. Where it or a look at it fails,
 * nothing stays up.
 */
export async function startStandIn(checkout: Checkout, environments: readonly string[]): Promise<StandIn> {
  const up = startHarness(checkout, ['target', 'up', '--stand-in', ...environments], { timeoutMs: 10 ** 8 });
  const end = async () => {
    signal(up.pid, 'SIGTERM');
    await up.ended;
  };
  try {
    await up.until(() => up.said().includes('Ctrl-C stops it'), 'target');
    return await lookInto(checkout, end);
  } catch (error) {
    await end();
    throw error;
  }
}

async function lookInto(checkout: Checkout, end: () => Promise<void>): Promise<StandIn> {
  const api = variablesOfApi(checkout);
  const client = new pg.Client({ connectionString: api['DATABASE_URL'] });
  // It goes through a link of the product, which faults may cut: the next statement tells.
  client.on('error', () => undefined);
  await client.connect();
  const redis = new Redis(api['REDIS_URL'] ?? '');
  const ofEach = async (sql: (table: string) => string) => {
    const found: Record<string, string> = {};
    for (const [tenant, id] of await tenantsIn(client))
      for (const table of await tablesIn(client))
        found[`${table} of ${tenant}`] = await asTenant(client, id, sql(table));
    return found;
  };
  return {
    kept: async () => ({
      rows: await ofEach(
        (table) => `select md5(string_agg(t::text, ',' order by t::text)) as it from ${table} t`,
      ),
      keys: (await redis.keys('*')).filter((key) => !OWN_KEYS.test(key)).sort(),
    }),
    auditLines: async () => {
      const counts = Object.entries(await ofEach((table) => `select count(*) as it from ${table}`));
      return counts.reduce(
        (sum, [of, count]) => sum + (of.startsWith('admin_audit ') ? Number(count) : 0),
        0,
      );
    },
    stop: async () => {
      redis.disconnect();
      await client.end();
      await end();
    },
  };
}

/** What the API was started with: the product tells nobody where it keeps what it keeps. */
function variablesOfApi({ root }: Checkout): Readonly<Record<string, string>> {
  const { TARGET_API_URL = '' } = parseEnv(readFileSync(join(root, '.harness/target.env'), 'utf8'));
  const mark = `API_PORT=${new URL(TARGET_API_URL).port}`;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const variables = environOf(pid);
    if (variables.includes(mark))
      return Object.fromEntries(
        variables.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]),
      );
  }
  throw new Error(`no process has ${mark}`);
}

function environOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

async function tenantsIn(client: pg.Client): Promise<readonly (readonly [name: string, id: string])[]> {
  const { rows } = await client.query<{ id: string; name: string }>('select id, name from tenants');
  return rows.map(({ id, name }) => [name, id]);
}

async function tablesIn(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.columns where column_name = 'tenant_id' order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function asTenant(client: pg.Client, id: string, sql: string): Promise<string> {
  await client.query('begin');
  try {
    await client.query(`select set_config('app.tenant', $1, true)`, [id]);
    const { rows } = await client.query<{ it: unknown }>(sql);
    return String(rows[0]?.it);
  } finally {
    await client.query('rollback');
  }
}
