import { existsSync } from 'node:fs';
import type { Subject } from '../../kernel/experiment.ts';
import { rulesOn } from '../../kernel/network-rule.ts';
import { treeOf } from '../../kernel/pause.ts';
import type { TargetProcess } from '../../kernel/target.ts';
import { disturbanceOf as disturbanceOfLink } from '../toxiproxy/disturbance.ts';

/** What disturbs a subject right now, as whoever holds it says; empty when it is as it should be. Throws an InfraError. */
export async function disturbanceOf({ kind, on }: Subject, signal: AbortSignal): Promise<readonly string[]> {
  switch (kind) {
    case 'link':
      return disturbanceOfLink(on, signal);
    case 'process':
      // Of one that commands act on only the canary tells.
      return 'pid' in on ? disturbanceOfProcess(on) : [];
    case 'network':
      return (await rulesOn(on.device)).map((handle) => `rule ${handle} on ${on.device}`);
  }
}

function disturbanceOfProcess({ pid, restarts, ...leader }: TargetProcess): readonly string[] {
  const tree = treeOf({ pid, ...leader });
  if (tree.length === 0) return [`process ${pid} is gone`];
  const isHeld = restarts !== undefined && existsSync(restarts.unless);
  return [
    ...(isHeld ? [`process ${pid} is kept from starting what it runs`] : []),
    ...tree.filter(({ stopped }) => stopped).map((one) => `process ${one.pid} stands still`),
  ];
}
