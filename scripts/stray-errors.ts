import { explain } from './explain.ts';

/**
 * From now on an error that nobody waits for, thrown or rejected, ends this process at once, with the exit code that goes with
 * it. Node's own would be 1, which says that the product failed.
 */
export function exitOnStrayErrors(): void {
  process.on('uncaughtException', (error) => process.exit(explain(error)));
}
