import { connect, type Socket } from 'node:net';
import type { Asked, Canary } from '../../kernel/experiment.ts';
import { questionFor, type Protocol } from './question.ts';

export interface Probe extends Asked {
  /** `host:port` of a link's near end, or of what answers itself. */
  readonly listen: string;
  readonly protocol: Protocol;
  readonly timeoutMs: number;
}

/**
 * Opens a new connection, asks one question, and gives the time in ms until the answer began, or from there until the connection, which it
 * then ends, was closed. A refused or closed connection,
 * another answer, or none in time is `no answer`. Never rejects.
 */
export function roundTrip(probe: Probe, signal: AbortSignal): Promise<Canary['roundTripMs']> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(probe.timeoutMs)]);
  const socket = open(probe.listen);
  let startedMs = performance.now();
  return new Promise((resolve) => {
    const settle = (done: boolean) => {
      socket.destroy();
      resolve(done ? performance.now() - startedMs : 'no answer');
    };
    ask(socket, probe, (answered) => {
      if (!answered || probe.until !== 'close') {
        settle(answered);
        return;
      }
      startedMs = performance.now();
      socket.removeAllListeners('close').once('close', () => settle(true));
      socket.resume().end();
    });
    if (limit.aborted) settle(false);
    else limit.addEventListener('abort', () => settle(false), { once: true });
  });
}

function open(listen: string): Socket {
  const { hostname, port } = new URL(`tcp://${listen}`);
  return connect({ host: hostname, port: Number(port) });
}

function ask(socket: Socket, { protocol, bytes: length }: Probe, settle: (answered: boolean) => void): void {
  const { bytes, answer } = questionFor(protocol, length);
  socket.once('connect', () => socket.write(bytes));
  socket.once('data', (data) => settle(answer.test(data.toString('latin1'))));
  socket.once('error', () => settle(false));
  socket.once('close', () => settle(false));
}
