import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'a %s ends the command that runs, whichever it is, and none is begun after it',
  async (signal) => {
    const code = `
      const { inTurn } = await import(${JSON.stringify(join(import.meta.dirname, 'in-turn.ts'))});
      const turns = inTurn();
      const codes = [await turns.run(['true']), await turns.run(['sleep', '600']), await turns.run(['true'])];
      turns.end();
      console.log(JSON.stringify(codes));`;
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', code];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await expect.poll(() => said).toContain('$ sleep 600');
    child.kill(signal);
    await once(child, 'close');
    expect(said.trim().split('\n')).toEqual(['$ true', '$ sleep 600', '[0,2,2]']);
  },
);
