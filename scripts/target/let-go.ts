import { rmSync } from 'node:fs';
import { InfraError } from '../../kernel/errors.ts';
import { say, type Sentence } from '../../kernel/sentence.ts';

/**
 * Forgets a target that was put back. Throws an InfraError where something was not, and keeps its state: without the undo log
 * nobody could put it back later.
 */
export function letGo(folder: string, notPutBack: readonly Sentence[]): void {
  if (notPutBack.length > 0)
    throw new InfraError({
      what: `the target is not put back: ${notPutBack.map(say).join('; ')}.`,
      fix: `start what that needs, such as the Docker daemon, then ./harness target down; if it is gone for good, remove ${folder}`,
    });
  rmSync(folder, { recursive: true, force: true });
}
