/** Applies migrations to a copy of the database while the version that runs now writes to it, and somebody reads for long. */
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Copy, loginAt, restore, within } from '../shared/copy.ts';
import { type Content, readContent } from '../shared/database-content.ts';
import { launchApi, type LaunchedApi } from '../shared/launch.ts';
import { PRODUCT } from '../shared/product.ts';
import { expectDone, run } from '../shared/run-command.ts';
import { ask, keepWriting, tokenOf, type Writing } from '../shared/writes.ts';
import { notSeen } from './canaries.ts';
import { gone } from './gone.ts';
import { type LockWaits, watchLocks } from './lock-waits.ts';
import { BROKEN, comparedWith, REHEARSED } from './pending.ts';

const { accounts, commands, database, source, startsFile } = binding();
const HOOK_MS = 240_000;
const WRITE_EACH_MS = 20;
/** Longer than users would wait: a migration that queues before it makes everybody wait so long. */
const LONG_READ_MS = 4000;

let folder: string;
let migrations: string;
let copy: Copy;
let api: LaunchedApi;
let token: string;
let locks: LockWaits;
/** What is done to the copy, and not seen. */
let unseen: readonly string[];
/** How long a user may wait for a lock. */
const most = process.env['TARGET_LIMIT_MIGRATION_STALL'];
beforeAll(async () => {
  if (!commands.backup || !commands.restore || !commands.migrate || !database || !source || !startsFile)
    throw new Error(
      'this environment lacks commands, database, source or starts: the suite says so in `needs`',
    );
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  ends.defer(() => rm(folder, { recursive: true }));
  migrations = join(folder, 'migrations');
  await mkdir(migrations);
  for (const name of await inCheckout())
    await cp(join(source, PRODUCT.migrations, name), join(migrations, name));
  const backup = join(folder, 'backup');
  expectDone(await run(commands.backup, { DRILL_BACKUP: backup }), 'commands.backup');
  copy = await restore(commands.restore, backup);
  ends.defer(async () => void (await copy.going.end()));
  api = await launchApi(startsFile, copyUrl());
  ends.defer(() => api.stop());
  token = await tokenOf(api.url, accounts.user);
  locks = await watchLocks(copy.admin, new URL(database.application).username);
  ends.defer(() => locks.stop());
  const write = () => keepWriting(api.url, token, WRITE_EACH_MS);
  unseen = await notSeen({ admin: copy.admin, locks, mostMs: Number(most ?? 0), write });
}, HOOK_MS);
/** Of what was started: it may have come to a part of it only. */
const ends = new AsyncDisposableStack();
afterAll(() => ends.disposeAsync(), HOOK_MS);

const copyUrl = () => loginAt(database?.application ?? '', copy.admin);
const inCheckout = async () =>
  (await readdir(join(source ?? '', PRODUCT.migrations))).filter((name) => name.endsWith('.sql')).toSorted();
const appliedAt = (url: string) =>
  within(url, 'begin read only', async (client) => {
    const { rows } = await client.query<{ name: string }>('select applied_migrations() as name order by 1');
    return rows.map(({ name }) => name);
  });
const copied = (): Promise<Content> =>
  within(copyUrl(), 'begin isolation level repeatable read read only', readContent);
const migrateCopy = async (to = copy.admin) =>
  run(commands.migrate ?? ['/no/migrate'], { DRILL_DATABASE: to, DRILL_MIGRATIONS: migrations });

test('none is pending where the product runs, and none is applied there that the checkout does not have @REL-04/sql', async () => {
  const checkout = await inCheckout();
  expect(checkout.length, 'migrations in the checkout').toBeGreaterThan(0);
  expect(comparedWith(await appliedAt(database?.application ?? ''), checkout)).toEqual({
    pending: [],
    unknown: [],
  });
});

test('each index that is listed, for a list is read row by row without it, is there and valid @REL-04/indexes', async () => {
  const valid = await within(database?.application ?? '', 'begin read only', async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'select indexrelid::regclass::text as name from pg_index where indisvalid and indisready',
    );
    return rows.map(({ name }) => name);
  });
  expect(PRODUCT.indexes.filter((name) => !valid.includes(name))).toEqual([]);
});

/** A tenant more, as whoever sets up an environment would add it. */
const SEED = {
  passwordCost: 1024,
  tenants: [
    {
      name: 'drill',
      domain: 'drill.test',
      accounts: [
        { email: 'user@drill.test', name: 'Drill', role: 'user', password: 'not a secret, of a copy' },
      ],
    },
  ],
};

test('the seed applies to it, and twice is once @REL-04/seed', async () => {
  const [owner, tenants] = [new URL(copy.admin), 'select name from tenants order by 1'];
  const names = (sql: string) =>
    within(copy.admin, 'begin', async (client) => {
      const { rows } = await client.query<{ name: string }>(sql);
      return rows.map(({ name }) => name);
    });
  const [role = ''] = await names(
    'select pg_get_userbyid(datdba) as name from pg_database where datname = current_database()',
  );
  owner.searchParams.set('options', `-c role=${role}`);
  const before = await names(tenants);
  for (const time of ['once', 'twice']) {
    const seeded = run(
      [process.execPath, join(source ?? '', PRODUCT.seed)],
      { OWNER_DATABASE_URL: owner.href.replaceAll('+', '%20'), SEED_FROM: 'stdin' },
      JSON.stringify(SEED),
    );
    expectDone(await seeded, `the seed, ${time}`);
    expect(await names(tenants), time).toEqual([...before, 'drill'].toSorted());
    expect(await names("select email as name from users where email like '%@drill.test'"), time).toEqual([
      'user@drill.test',
    ]);
  }
});

interface Applied {
  readonly writing: Writing;
  /** Of the product's sessions, for a lock: what other programs do to this machine is not in there. */
  readonly waited: ReturnType<LockWaits['longest']>;
  readonly count: number;
  readonly tookMs: number;
}
let applied: Applied;
test(
  'what is pending, and two more that lock a whole table, apply on a copy with data while users write @REL-04/forward',
  async () => {
    const [before, names] = [await copied(), await appliedAt(copyUrl())];
    for (const [name, sql] of Object.entries(REHEARSED)) await writeFile(join(migrations, name), sql);
    const pending = comparedWith(names, await readdir(migrations)).pending.toSorted();
    const writing = keepWriting(api.url, token, WRITE_EACH_MS);
    const reading = longRead();
    await reading.begun;
    locks.reset();
    const from = performance.now();
    const ended = await migrateCopy();
    const tookMs = performance.now() - from;
    const waited = locks.longest();
    await reading.over;
    const during = writing.acknowledged.filter(({ at, askedAt }) => at > from && askedAt < from + tookMs);
    await sleep(10 * WRITE_EACH_MS);
    await writing.stop();
    applied = { writing, waited, count: during.length, tookMs };
    expectDone(ended, 'commands.migrate');
    expect(before.written.size, 'rows on the copy').toBeGreaterThan(0);
    expect(pending).toEqual(expect.arrayContaining(Object.keys(REHEARSED)));
    expect((await appliedAt(copyUrl())).filter((name) => pending.includes(name))).toEqual(pending);
    const after = await copied();
    expect(gone(before, after), 'rows that are gone, or others').toEqual([]);
    expect(after.shape.filter((line) => line.startsWith('column workflows.drill_note'))).toHaveLength(1);
  },
  HOOK_MS,
);

/** A report that somebody has open. */
function longRead(): { readonly begun: Promise<void>; readonly over: Promise<unknown> } {
  let tell: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (tell = resolve));
  const over = within(copy.admin, 'begin', async (client) => {
    await client.query(`select count(*) from ${PRODUCT.written}`);
    tell();
    await sleep(LONG_READ_MS);
  });
  return { begun, over };
}

/** What shows nothing is not executed, and so unknown. */
function seeing({ skip }: TestContext): void {
  if (unseen.length > 0) skip(`nothing is seen here of: ${unseen.join('; ')}`);
}

test('behind a long reader they give way: nobody waits for a lock for longer than the limit @REL-04/guard', (context) => {
  if (most === undefined) context.skip('the environment has no threshold `migration.stall`, in ms');
  seeing(context);
  expect(applied.writing.refused).toEqual([]);
  expect(applied.tookMs, 'ms: the reader was in the way').toBeGreaterThan(LONG_READ_MS / 2);
  expect(
    applied.waited.ms,
    `ms that a user waited for a lock, of ${applied.waited.looks} looks`,
  ).toBeLessThanOrEqual(Number(most));
  expect(applied.waited.looks, 'looks at locks').toBeGreaterThan(20);
  expect(applied.count, 'writes meanwhile').toBeGreaterThan(20);
});

test('the version that runs now goes on with the new schema: it refuses nothing, is ready, each of its lists opens, and it keeps what it acknowledged @REL-04/forward', async (context) => {
  seeing(context);
  expect(applied.writing.refused).toEqual([]);
  expect((await ask(`${api.url}/api/health`)).status, 'GET /api/health').toBe(200);
  const lists = await everyList();
  expect(lists.length, 'lists').toBeGreaterThan(3);
  expect(lists.filter(([, status]) => status >= 500)).toEqual([]);
  const { written } = await copied();
  expect(applied.writing.acknowledged.length).toBeGreaterThan(20);
  expect(applied.writing.acknowledged.filter(({ id }) => !written.has(id))).toEqual([]);
});

/** Whatever the API says that it can be asked for without a parameter, and the status. */
async function everyList(): Promise<readonly (readonly [path: string, status: number])[]> {
  const described = (await (await ask(`${api.url}/openapi.json`)).json()) as {
    paths: Record<string, object>;
  };
  const lists: (readonly [string, number])[] = [];
  for (const [path, methods] of Object.entries(described.paths)) {
    // A stream has no end.
    if (!('get' in methods) || path.includes('{') || path === '/events') continue;
    const { status } = await ask(`${api.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    lists.push([path, status]);
  }
  return lists;
}

test('one that fails half-way leaves nothing, and says its name @REL-04/forward', async () => {
  const before = await copied();
  await writeFile(join(migrations, BROKEN.name), BROKEN.sql);
  const ended = await migrateCopy();
  await rm(join(migrations, BROKEN.name));
  expect(ended.code).not.toBe(0);
  expect(ended.complaints).toContain(BROKEN.name);
  expect((await copied()).shape).toEqual(before.shape);
});

test('one that was applied and edited since is refused by name @REL-04/forward', async () => {
  const [name = ''] = Object.keys(REHEARSED);
  await writeFile(join(migrations, name), 'select 1;');
  const ended = await migrateCopy();
  await writeFile(join(migrations, name), REHEARSED['900-drill-column.sql']);
  expect(ended.code).not.toBe(0);
  expect(ended.complaints).toContain(name);
});

test('with nothing pending nothing is changed @REL-04/forward', async () => {
  const before = await copied();
  expectDone(await migrateCopy(), 'commands.migrate');
  expect(await copied()).toEqual(before);
});
