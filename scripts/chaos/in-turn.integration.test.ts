import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { EXIT } from '../../kernel/errors.ts';

/** Two programs: the first says its pid and ends with 7 once it is asked to. */
const TWO = `
  import { InTurn } from ${JSON.stringify(join(import.meta.dirname, 'in-turn.ts'))};
  const first = "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up ' + process.pid + '.');";
  using inTurn = new InTurn();
  const ended = [await inTurn.run(['-e', first]), await inTurn.run(['-e', "console.log('second')"])];
  console.log(JSON.stringify({ ended, stopped: inTurn.stopped }));`;

test('a signal for us alone ends what runs, and nothing is begun after it', async () => {
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', TWO];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = text(
    child.stdout.on('data', (data) => String(data).startsWith('up ') && child.kill('SIGTERM')),
  );
  await once(child, 'exit');
  const [up = '', result = ''] = (await said).trim().split('\n');
  expect(JSON.parse(result)).toEqual({ ended: [7, EXIT.unknown], stopped: true });
  expect(() => process.kill(Number(/\d+/.exec(up)?.[0]), 0)).toThrow('ESRCH');
});
