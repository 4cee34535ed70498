import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { HistoryJournal } from '../../chaos/history/journal.ts';

const asked = {
  client: 'runner 1',
  tenant: 'tenant-01',
  does: 'add',
  of: 'runs',
  key: 'kept-tenant-01-0a1b2c3d-w1234',
} as const;
const ended = {
  outcome: 'acknowledged',
  saw: [{ key: asked.key, id: '4fa8c7f2-6c1c-4d8e-9f7d-2f0f5a1f7f11' }],
} as const;

/** How long a client of operations takes, in ms, to tell so many of them, whose answers it need not wait for. */
export async function recordOperations(folder: string, operations: number): Promise<number> {
  const file = join(folder, 'bench-history.ndjson');
  const journal = new HistoryJournal(file);
  const startedAt = performance.now();
  try {
    for (let told = 0; told < operations; told++)
      await journal.during(asked, () => Promise.resolve({ ...ended, saw: [...ended.saw] }));
    return performance.now() - startedAt;
  } finally {
    rmSync(file, { force: true });
  }
}
