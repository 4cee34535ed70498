import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { EXIT } from '../../kernel/errors.ts';

/** Three programs: the second says its pid, and ends with 7 once it is asked to. */
const THREE = `
  import { InTurn } from ${JSON.stringify(join(import.meta.dirname, 'in-turn.ts'))};
  using inTurn = new InTurn();
  const node = (code) => inTurn.run({ program: process.execPath, args: ['-e', code], cwd: '/', env: process.env });
  const ended = [
    await inTurn.run({ program: 'no-such-program', args: [], cwd: '/', env: process.env }),
    await node("for (const one of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(one, () => process.exit(7)); setInterval(() => {}, 1000); console.log('up ' + process.pid + '.');"),
    await node("console.log('third')"),
  ];
  console.log(JSON.stringify({ ended, stopped: inTurn.stopped }));`;

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'a %s for us alone ends what runs, and nothing is begun after it; what is not there is unknown',
  async (signal) => {
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', THREE];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const wrong = text(child.stderr);
    const said = text(
      child.stdout.on('data', (data) => String(data).startsWith('up ') && child.kill(signal)),
    );
    const [up = '', result = ''] = (await said).trim().split('\n');
    expect(JSON.parse(result)).toEqual({ ended: [EXIT.unknown, 7, EXIT.unknown], stopped: true });
    expect(await wrong).toContain('cannot start no-such-program');
    expect(() => process.kill(Number(/\d+/.exec(up)?.[0]), 0)).toThrow('ESRCH');
  },
);
