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

function disturbanceOfProcess(process: TargetProcess): readonly string[] {
  const tree = treeOf(process);
  if (tree.length === 0) return [`process ${process.pid} is gone`];
  return tree.filter(({ stopped }) => stopped).map(({ pid }) => `process ${pid} stands still`);
}
