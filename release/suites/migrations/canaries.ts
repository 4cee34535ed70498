import { setTimeout as sleep } from 'node:timers/promises';
import { within } from '../shared/copy.ts';
import { PRODUCT } from '../shared/product.ts';
import type { Writing } from '../shared/writes.ts';
import type { LockWaits } from './lock-waits.ts';

/** Whatever is noticed is noticed sooner. */
const MOST_MS = 15_000;
const LOOK_MS = 50;

/** What migrations could do to users, and how it would be seen. */
interface Canary {
  readonly does: string;
  readonly undone: string;
  readonly isSeen: (writing: Writing) => boolean;
}

interface Drilled {
  /** As a role that may do everything there. */
  readonly admin: string;
  readonly locks: LockWaits;
  /** How long a user may wait for a lock, in ms. */
  readonly mostMs: number;
  /** A user of the version that runs now, on that database. */
  readonly write: () => Writing;
}

/** Does it to a copy that is whole, and gives what was not seen: then what is seen of a migration shows nothing. */
export async function notSeen({ admin, locks, mostMs, write }: Drilled): Promise<readonly string[]> {
  const table = PRODUCT.written;
  const canaries: readonly Canary[] = [
    {
      does: `begin; lock table ${table} in access exclusive mode`,
      undone: 'rollback',
      isSeen: () => locks.longest().ms > mostMs,
    },
    {
      does: `alter table ${table} rename column name to other`,
      undone: `alter table ${table} rename column other to name`,
      isSeen: ({ refused }) => refused.length > 0,
    },
  ];
  const missed: string[] = [];
  for (const { does, undone, isSeen } of canaries) {
    const writing = write();
    const seen = () => isSeen(writing);
    try {
      if (!(await soon(() => writing.acknowledged.length > 0))) return ['nobody could write at all'];
      await within(admin, 'select', async (client) => {
        locks.reset();
        await client.query(does);
        if (!(await soon(seen))) missed.push(does);
        await client.query(undone);
      });
    } finally {
      await writing.stop();
    }
  }
  return missed;
}

async function soon(isSo: () => boolean): Promise<boolean> {
  const deadline = performance.now() + MOST_MS;
  while (!isSo() && performance.now() < deadline) await sleep(LOOK_MS);
  return isSo();
}
