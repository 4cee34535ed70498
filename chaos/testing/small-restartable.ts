import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../fixtures/services/free-port.ts';
import { spawnSupervised } from '../../fixtures/services/supervised.ts';
import { suiteRunForTest } from '../../fixtures/testing/suite-run.ts';
import { startedAt, waitUntil } from '../../kernel/process.ts';
import type { CommandedProcess, TargetProcess } from '../../kernel/target.ts';
import { patience } from '../../kernel/testing/patience.ts';

const SERVER = `const [port, file] = process.argv.slice(1);
process.on('SIGTERM', () => { require('node:fs').writeFileSync(file + '.farewell', ''); process.exit(); });
require('node:http').createServer((_, answer) => answer.end()).listen(Number(port), '127.0.0.1',
  () => require('node:fs').writeFileSync(file, String(process.pid)));`;

/** A process that answers over HTTP and is started again where it was ended by a fault. */
export interface SmallRestartable extends AsyncDisposable {
  readonly process: TargetProcess;
  /** The same, of which somebody else knows how to stop and start it. */
  readonly commanded: CommandedProcess;
  /** Of what answers; each start has another. */
  pid(): number;
  isUp(): boolean;
  /** A file that is there once it was asked to end. */
  readonly farewell: string;
}

export async function smallRestartable(): Promise<SmallRestartable> {
  const host = suiteRunForTest({ options: {} });
  const [port = 0] = await freePorts(1);
  const file = join(host.work, 'pid');
  const { started } = await spawnSupervised(host.scope, host.work, {
    command: process.execPath,
    args: ['-e', SERVER, String(port), file],
    output: { file: join(host.work, 'log') },
  });
  const pid = () => Number(readFileSync(file, 'utf8'));
  const isUp = () => {
    try {
      return startedAt(pid()) !== undefined;
    } catch {
      return false;
    }
  };
  await waitUntil(isUp, patience(500));
  const answering = { listen: `127.0.0.1:${port}`, protocol: 'http' } as const;
  const { unless } = started.restarts;
  return {
    process: { ...answering, ...started, startedAt: startedAt(started.pid) ?? '' },
    commanded: {
      ...answering,
      stop: ['/bin/sh', '-c', `: > "$1.again" && : > "$1" && kill -KILL "$(cat "$2")"`, 'sh', unless, file],
      start: ['/bin/sh', '-c', 'rm -f "$1"', 'sh', unless],
    },
    pid,
    isUp,
    farewell: `${file}.farewell`,
    [Symbol.asyncDispose]: () => host.close(),
  };
}
