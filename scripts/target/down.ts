import { InfraError } from '../../kernel/errors.ts';
import { signal, startedAt, waitUntil } from '../../kernel/process.ts';
import { healFolder } from '../heal/heal-folder.ts';
import { ownerOf } from '../session/owner.ts';
import { letGo } from './let-go.ts';
import { TARGET_STATE } from '../session/target-state.ts';

const STOP_WITHIN_MS = 30_000;

/** Stops the target that another process keeps up, and puts back what a dead one left. */
export async function targetDown(): Promise<void> {
  const owner = ownerOf(TARGET_STATE);
  if (owner === undefined) {
    const { undone, failures } = await healFolder(TARGET_STATE);
    letGo(TARGET_STATE, failures);
    console.log(undone > 0 ? `put back ${undone} things of a dead target` : 'no target is up');
    return;
  }
  signal(owner, 'SIGTERM');
  if (!(await waitUntil(() => startedAt(owner) === undefined, STOP_WITHIN_MS)))
    throw new InfraError(
      `process ${owner} did not stop within ${STOP_WITHIN_MS / 1000} s; look at its terminal`,
    );
  // Whatever its own process could not put back is tried once more.
  letGo(TARGET_STATE, (await healFolder(TARGET_STATE)).failures);
  console.log('stopped');
}
