import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../shared/writes.ts';

const READERS = 3;
const PAUSE_MS = 60;
/** One in so many asks for what is not there. */
const REFUSED_EACH = 8;

/** Users who look at their things until told to stop; what they are answered the metrics tell. */
export function keepReading(apiUrl: string, token: string): { stop(): Promise<unknown> } {
  const over = new AbortController();
  const read = async (reader: number) => {
    for (let count = reader; !over.signal.aborted; count += 1) {
      const path =
        count % REFUSED_EACH === 0 ? `/workflows/${randomUUID()}` : count % 2 === 0 ? '/me' : '/workflows';
      await ask(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } }).then(
        (answer) => answer.arrayBuffer(),
        () => undefined,
      );
      await sleep(PAUSE_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  const readers = Array.from({ length: READERS }, (_, reader) => read(reader));
  return {
    stop: () => {
      over.abort();
      return Promise.all(readers);
    },
  };
}
