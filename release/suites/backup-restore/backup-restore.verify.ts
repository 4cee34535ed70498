/** Backs up the database while a user writes, and restores it elsewhere: row by row it must be what it was. */
import { copyFile, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { binding, type Command } from '../../../fixtures/bindings/target.ts';
import { type Content, readContent } from '../shared/database-content.ts';
import { loginAt, restore, within } from '../shared/copy.ts';
import { expectDone, type Going, run } from '../shared/run-command.ts';
import { keepWriting, tokenOf } from '../shared/writes.ts';
import { CANARIES } from './canaries.ts';
import { differences, type Live } from './compare.ts';

const { apiUrl, accounts, commands, database } = binding();
const HOOK_MS = 240_000;
const WRITE_EACH_MS = 20;
/** Enough that a backup which misses the end of them is noticed. */
const WRITES = 20;

let folder: string;
let live: Live;
let restored: { readonly content: Content; readonly login: string };
let seconds: { readonly rpo: number; readonly rto: number };
let lost: number;
/** Why what is compared here shows nothing; undefined: it does. */
let blind: string | undefined;
const going: Going[] = [];

/** What went wrong before anything could be compared. */
let failed: Error | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-restore-'));
  await drill().catch((error: unknown) => (failed = error as Error));
}, HOOK_MS);

async function drill(): Promise<void> {
  if (commands.backup === undefined || commands.restore === undefined || database === undefined) {
    blind = 'this environment has no commands that back up and restore, or no database to compare with';
    return;
  }
  const backup = join(folder, 'backup');
  const writing = keepWriting(apiUrl, await tokenOf(apiUrl, accounts.user), WRITE_EACH_MS);
  try {
    await enough(writing.acknowledged, WRITES);
    const before = await contentAt(database.application);
    const began = performance.now();
    const taken = await run(commands.backup, { DRILL_BACKUP: backup });
    const ended = performance.now();
    expectDone(taken, 'commands.backup');
    await enough(writing.acknowledged, writing.acknowledged.length + WRITES);
    await writing.stop();
    const after = await contentAt(database.application);
    expect(writing.refused, 'writes that were refused during the backup').toEqual([]);
    const { acknowledged } = writing;
    live = {
      before,
      after,
      acknowledged: acknowledged.filter(({ at }) => at < began).map(({ id }) => id),
      later: acknowledged.filter(({ askedAt }) => askedAt > ended).map(({ id }) => id),
    };
    const from = performance.now();
    const admin = await restoredAt(commands.restore, backup);
    const login = loginAt(database.application, admin);
    restored = { content: await contentAt(login), login };
    const kept = acknowledged.filter(({ id }) => restored.content.written.has(id));
    lost = acknowledged.length - kept.length;
    seconds = {
      rto: (performance.now() - from) / 1000,
      rpo: Math.max(0, ended - Math.max(began - HOOK_MS, ...kept.map(({ at }) => at))) / 1000,
    };
    blind =
      (await notSeen(admin, restored.content)) ??
      (await notNoticed(admin, new URL(login).username, commands.restore, backup));
  } finally {
    await writing.stop();
  }
}

afterAll(async () => {
  await Promise.all(going.map((one) => one.end()));
  await rm(folder, { recursive: true });
}, HOOK_MS);

async function enough(list: readonly unknown[], count: number): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (list.length < count) {
    if (performance.now() > deadline)
      throw new Error(`expected ${count} writes, got ${list.length} in a minute`);
    await sleep(WRITE_EACH_MS);
  }
}

/** It is ended with this suite. */
async function restoredAt(command: Command, backup: string): Promise<string> {
  const { admin, going: one } = await restore(command, backup);
  going.push(one);
  return admin;
}

/** What that role sees there. */
const contentAt = (url: string): Promise<Content> =>
  within(url, 'begin isolation level repeatable read read only', readContent);

/** Of the tables that the product's role may read, the rows that it was not shown: they are not compared. */
async function notSeen(admin: string, { rows }: Content): Promise<string | undefined> {
  const unseen = await within(admin, 'begin read only', async (client) => {
    const found: string[] = [];
    for (const [table, { length }] of rows) {
      const counted = await client.query<{ count: number }>(`select count(*)::int as count from ${table}`);
      const count = counted.rows[0]?.count ?? 0;
      if (count !== length) found.push(`${table} (${length} of ${count})`);
    }
    return found;
  });
  return unseen.length === 0
    ? undefined
    : `not every row is seen by the product's role: ${unseen.join(', ')}`;
}

/** Tries the comparison on what is wrong; gives what it does not notice. */
async function notNoticed(
  admin: string,
  role: string,
  command: Command,
  backup: string,
): Promise<string | undefined> {
  const missed: string[] = [];
  for (const [title, sql] of Object.entries(CANARIES)) {
    const spoilt = await within(
      admin,
      `begin; ${sql}; set local role ${pg.escapeIdentifier(role)}`,
      readContent,
    );
    if (differences(live, spoilt).length === 0) missed.push(title);
  }
  const cut = join(folder, 'truncated');
  await copyFile(backup, cut);
  await truncate(cut, Math.floor((await stat(backup)).size / 2));
  const refused = await restoredAt(command, cut).then(
    (url) =>
      contentAt(loginAt(restored.login, url)).then(
        (content) => differences(live, content).length > 0,
        () => true,
      ),
    () => true,
  );
  if (!refused) missed.push('the backup is cut in half');
  return missed.length === 0 ? undefined : `the comparison does not notice it when: ${missed.join('; ')}`;
}

/** What shows nothing is not executed, and so unknown. */
function seeing({ skip }: TestContext): void {
  if (failed !== undefined) throw failed;
  if (blind !== undefined) skip(blind);
}

test('a backup that is taken while users write is restored into another database, where the product signs in @REL-03/restored', (context) => {
  seeing(context);
  expect(new URL(restored.login).host).not.toBe(new URL(database?.application ?? '').host);
  expect(live.acknowledged.length, 'writes before the backup').toBeGreaterThanOrEqual(WRITES);
  expect(live.later.length, 'writes after it').toBeGreaterThan(0);
});

test('it is the one that was backed up: each row of each table that the product may read, and keys, policies, grants and roles @REL-03/integrity', (context) => {
  seeing(context);
  const rows = [...live.before.rows.values()].flat();
  expect(rows.length, 'rows that were compared').toBeGreaterThan(WRITES);
  expect(live.before.shape.filter((line) => line.startsWith('policy')).length, 'policies').toBeGreaterThan(0);
  expect(differences(live, restored.content)).toEqual([]);
});

const limit = (name: string) => process.env[`TARGET_LIMIT_BACKUP_${name}`];

test('what is lost at most, if all is lost once the backup is there @REL-03/rpo', (context) => {
  seeing(context);
  const most = limit('RPO') ?? context.skip('the environment has no threshold `backup.rpo`, in s');
  expect(lost, 'writes after the backup').toBeGreaterThan(0);
  expect(seconds.rpo, `s before its end; ${lost} writes came later`).toBeLessThanOrEqual(Number(most));
});

test('how long it takes until it can be asked again @REL-03/rto', (context) => {
  seeing(context);
  const most = limit('RTO') ?? context.skip('the environment has no threshold `backup.rto`, in s');
  expect(seconds.rto, 's').toBeLessThanOrEqual(Number(most));
});

test('the live database keeps all that it acknowledged meanwhile', (context) => {
  seeing(context);
  const all = [...live.acknowledged, ...live.later];
  expect(all.filter((id) => !live.after.written.has(id))).toEqual([]);
});
