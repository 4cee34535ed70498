import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { InfraError } from '../../kernel/errors.ts';
import { deliver } from './smtp.ts';

/** A server that offers STARTTLS, and then does this with who begins it. */
async function startingTls(then: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write('220 mail\r\n');
    socket.on('data', (data) => {
      const line = String(data);
      if (line.startsWith('EHLO')) socket.write('250-mail\r\n250 STARTTLS\r\n');
      else if (line.startsWith('STARTTLS')) socket.write('220 go\r\n');
      else then(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: new URL(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`),
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

const mail = { from: 'a@b.test', to: ['c@d.test'], mail: 'Subject: x\r\n\r\nx' };

it.each([
  ['hangs up', (socket: Socket) => socket.end()],
  ['breaks the connection', (socket: Socket) => socket.resetAndDestroy()],
  ['speaks no TLS', (socket: Socket) => socket.write('500 what?\r\n')],
])('a server that %s where encryption begins is said to be at fault', async (_, then) => {
  await using server = await startingTls(then);
  const sent = deliver({ ...mail, server: server.url, signal: new AbortController().signal });
  await expect(sent).rejects.toThrow(InfraError);
  await expect(sent).rejects.toThrow(/the mail server 127\.0\.0\.1:\d+ cannot be spoken to in secret/);
});

it('who is silent where encryption begins is left when time is up', async () => {
  const over = new AbortController();
  await using server = await startingTls(() => over.abort());
  await expect(deliver({ ...mail, server: server.url, signal: over.signal })).rejects.toThrow(InfraError);
});
