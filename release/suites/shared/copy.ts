import pg from 'pg';
import type { Command } from '../../../fixtures/bindings/target.ts';
import { begin, type Going } from './run-command.ts';

/** A database that a backup was restored into. */
export interface Copy {
  /** As a role that may do everything there. */
  readonly admin: string;
  readonly going: Going;
}

/** Restores it. Throws where that gives no database; what was started is ended then. */
export async function restore(command: Command, backup: string): Promise<Copy> {
  const going = begin(command, { DRILL_BACKUP: backup });
  const line = await going.line;
  if (line === undefined)
    throw new Error(`commands.restore gave no line: ${JSON.stringify(await going.end())}`);
  const { database: admin } = JSON.parse(line) as { database: string };
  return { admin, going };
}

/** The same login, there. */
export function loginAt(application: string, admin: string): string {
  const url = new URL(application);
  url.host = new URL(admin).host;
  return url.href;
}

/** In what `sql` begins; a transaction is taken back. */
export async function within<T>(
  url: string,
  sql: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // What ends the connection is told by the next statement.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
    return await work(client);
  } finally {
    await client.query('rollback').catch(() => undefined);
    await client.end();
  }
}
