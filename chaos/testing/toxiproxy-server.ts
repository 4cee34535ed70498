import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { freePorts } from '../../fixtures/services/free-port.ts';
import { addLink, startToxiproxy } from '../../fixtures/services/toxiproxy/start-toxiproxy.ts';
import toxiproxy from '../../fixtures/services/toxiproxy/toxiproxy.tool.ts';
import { createFinder } from '../../fixtures/tools/finder.ts';
import type { SuiteRun } from '../../kernel/engine.ts';
import type { Link } from '../../kernel/target.ts';
import { InfraError } from '../../kernel/errors.ts';

export interface RealLink extends Disposable {
  readonly link: Link;
}

/**
 * A real Toxiproxy, which ends with the run's scope, in front of a small upstream that speaks Redis. Throws the finder's sentence
 * where it is not installed.
 */
export async function realLink({ scope, signal, work }: SuiteRun): Promise<RealLink> {
  const found = await createFinder().find(toxiproxy);
  if ('missing' in found) throw new InfraError(found.missing);
  const sockets = new Set<Socket>();
  const upstream = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('data', () => socket.write('+PONG\r\n'));
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const [port = 0, listenPort = 0] = await freePorts(2);
  const logFile = join(work, 'toxiproxy.log');
  const control = await startToxiproxy(found.path, { scope, signal, work, logFile, port, secret: String });
  const upstreamPort = (upstream.address() as AddressInfo).port;
  const link = await addLink(control, {
    name: 'api-redis',
    protocol: 'redis',
    listen: `127.0.0.1:${listenPort}`,
    upstream: `127.0.0.1:${upstreamPort}`,
  });
  const stopUser = useLink(listenPort);
  const stop = () => {
    stopUser();
    for (const socket of sockets) socket.destroy();
    upstream.close();
  };
  return { link, [Symbol.dispose]: stop };
}

/** As the pool of a target does: it comes again whenever it was thrown out. */
function useLink(port: number): () => void {
  let isOver = false;
  let socket: Socket;
  const join = () => {
    if (isOver) return;
    socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.once('close', () => setTimeout(join, 50).unref());
  };
  join();
  return () => {
    isOver = true;
    socket.destroy();
  };
}
