import { rmSync } from 'node:fs';
import { InfraError } from '../../kernel/errors.ts';

/**
 * Forgets a target that was put back. Throws an InfraError where something was not, and keeps its state: without the undo log
 * nobody could put it back later.
 */
export function letGo(folder: string, notPutBack: readonly string[]): void {
  if (notPutBack.length > 0)
    throw new InfraError(
      `the target is not put back: ${notPutBack.join('; ')}. Fix: start what that needs, such as the Docker daemon, then ./harness target down; if it is gone for good, remove ${folder}`,
    );
  rmSync(folder, { recursive: true, force: true });
}
