import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';

const EACH_MS = 25;
/** What the product's sessions wait for, and for how long already. */
const WAITS = `
  select coalesce(max(extract(epoch from clock_timestamp() - coalesce(l.waitstart, clock_timestamp())) * 1000), 0)::float8 as ms
  from pg_locks l join pg_stat_activity a using (pid) where not granted and usename = $1`;

export interface LockWaits {
  /** The longest wait for a lock that was seen, in ms, and how often it was looked. */
  longest(): { readonly ms: number; readonly looks: number };
  /** Forgets what was seen. */
  reset(): void;
  readonly stop: () => Promise<void>;
}

/** Looks at the sessions of that role, on a connection of its own. */
export async function watchLocks(admin: string, role: string): Promise<LockWaits> {
  const client = new pg.Client({ connectionString: admin, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  let [ms, looks, over] = [0, 0, false];
  const going = (async () => {
    while (!over) {
      const { rows } = await client.query<{ ms: number }>(WAITS, [role]);
      ms = Math.max(ms, rows[0]?.ms ?? 0);
      looks += 1;
      await sleep(EACH_MS);
    }
  })();
  return {
    longest: () => ({ ms, looks }),
    reset: () => void ([ms, looks] = [0, 0]),
    stop: async () => {
      over = true;
      await going.finally(() => void client.end());
    },
  };
}
