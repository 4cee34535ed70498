import { setTimeout as sleep } from 'node:timers/promises';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { bytesThrough } from '../../toxiproxy/bytes-through.ts';
import { usersOf } from '../../toxiproxy/users-of.ts';
import type { Experiment } from './options.ts';
import type { Prepared } from './prepare.ts';

const LOOK_EVERY_MS = 100;
/** By then Toxiproxy has counted what the last canaries brought. */
const SETTLED_MS = 500;

/**
 * Looks whether the target itself goes through each link, for canaries do so whatever it does. `require` throws a SuiteError for one that it
 * passes by: a fault there would be felt by nobody.
 */
export function watchUse(
  run: SuiteRun<Experiment>,
  prepared: readonly Prepared[],
): { require(): Promise<void>; end(): void } {
  const links = prepared.flatMap(({ subject: { kind, name, on } }) =>
    kind === 'link'
      ? [
          {
            name,
            on,
            listen: on.listen,
            canaries: usersOf(on.listen),
            bytes: sleep(SETTLED_MS, undefined, { ref: false }).then(() => bytesThrough(on)),
            isUsed: false,
          },
        ]
      : [],
  );
  const look = () => {
    for (const link of links) {
      // Canaries have closed their connections: who is still connected is none, nor who has come since.
      link.isUsed ||= [...(usersOf(link.listen) ?? [])].some(
        ([port, isOpen]) => isOpen || link.canaries?.has(port) !== true,
      );
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    require: async () => {
      look();
      for (const { name, on, listen, canaries, bytes, isUsed } of links) {
        // Connections that are open for a moment only, and leave no trace in the system's table, are known by what they brought.
        if (!isUsed && ((await bytesThrough(on)) ?? 0) > ((await bytes) ?? Infinity)) continue;
        if (canaries === undefined)
          run.recorder.loss({
            what: `whether the target goes through link ${name} (${listen}) was not looked at: that can be seen on Linux, of links on this machine`,
          });
        else if (!isUsed)
          throw new SuiteError({
            what: `nobody but canaries went through link ${name} (${listen}), so no fault was injected there.`,
            fix: 'let the load need it, or see whether the target was told to find the dependency there',
          });
      }
    },
    end: () => clearInterval(timer),
  };
}
