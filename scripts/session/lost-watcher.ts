import type { RunStore } from '../../kernel/run-ports.ts';
import type { Watcher } from './watch.ts';

const LOST = 'the watcher was lost: had this run been killed, only ./harness heal would have put things back';

/** Records that the watcher was lost; where evidence takes nothing any more, it is only said. */
export async function recordLostWatcher(
  { lost }: Pick<Watcher, 'lost'>,
  store: Pick<RunStore, 'event'>,
): Promise<void> {
  await lost;
  try {
    store.event({ type: 'warning', data: { what: LOST } });
  } catch {
    console.error(LOST);
  }
}
