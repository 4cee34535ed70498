import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { treeOf } from '../../kernel/pause.ts';
import { startedAt } from '../../kernel/process.ts';
import type { TargetProcess } from '../../kernel/target.ts';

const SERVER = `require('node:http').createServer((_, answer) => answer.end())
  .listen(0, '127.0.0.1', function () { console.log(this.address().port) });`;

/** A process that answers over HTTP and does nothing else. */
export interface SmallProcess extends AsyncDisposable {
  readonly process: TargetProcess;
  standsStill(): boolean;
}

export async function smallProcess(): Promise<SmallProcess> {
  const child = spawn(process.execPath, ['-e', SERVER], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const pid = child.pid ?? 0;
  const told: TargetProcess = {
    pid,
    startedAt: startedAt(pid) ?? '',
    listen: `127.0.0.1:${Number(port.toString())}`,
    protocol: 'http',
  };
  return {
    process: told,
    standsStill: () => treeOf(told).some(({ stopped }) => stopped),
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
