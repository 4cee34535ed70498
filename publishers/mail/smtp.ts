import { on, once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import { InfraError } from '../../kernel/errors.ts';
import { isLoopback } from '../../kernel/loopback.ts';

export interface Delivery {
  /** `smtp://mail.test:587` (STARTTLS), or `smtps://mail.test:465`. */
  readonly server: URL;
  readonly login?: { readonly user: string; readonly password: string } | undefined;
  readonly from: string;
  readonly to: readonly string[];
  /** The whole mail, headers first, in lines of ASCII that end in CRLF. */
  readonly mail: string;
  readonly signal: AbortSignal;
  /** Who else may sign the server's certificate. */
  readonly ca?: string;
}

interface Reply {
  readonly code: number;
  readonly lines: readonly string[];
}

/** One line of SMTP after another, each with its answer. */
interface Talk {
  readonly socket: Socket;
  /** Throws an InfraError for an answer that is none of these. */
  ask(line: string | undefined, wanted: readonly number[], about: string): Promise<Reply>;
  /** Nothing more is read from this socket. */
  leave(): Promise<void>;
}

const USUAL_PORT = { 'smtp:': 587, 'smtps:': 465 } as const;

/**
 * Hands a mail to a server, for all recipients or for none. Nothing is said in the clear to a server that is not this machine: without
 * TLS, or with a certificate that nobody vouches for, it throws before a login or an address was told.
 */
export async function deliver(delivery: Delivery): Promise<void> {
  const { server, login, from, to, mail, signal } = delivery;
  const socket = await connected(delivery);
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop);
  try {
    const talk = await greeted(talkOver(socket), delivery);
    if (login !== undefined) await signIn(talk, login, server);
    await talk.ask(`MAIL FROM:<${from}>`, [250], 'the sender');
    for (const one of to) await talk.ask(`RCPT TO:<${one}>`, [250, 251], `the recipient ${one}`);
    await talk.ask('DATA', [354], 'a mail');
    await talk.ask(`${mail.replaceAll(/^\./gm, '..')}\r\n.`, [250], 'the mail');
    talk.socket.end('QUIT\r\n');
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroySoon();
  }
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? USUAL_PORT[protocol === 'smtps:' ? 'smtps:' : 'smtp:'] : Number(port);
}

async function connected({ server, signal, ca }: Delivery): Promise<Socket> {
  const place = { host: server.hostname, port: portOf(server) };
  const isTls = server.protocol === 'smtps:';
  const socket = isTls ? connectTls({ ...place, servername: server.hostname, ca }) : connectPlain(place);
  try {
    await once(socket, isTls ? 'secureConnect' : 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    throw new InfraError({
      what: `the mail server ${server.host} cannot be reached: ${why}`,
      fix: 'see that `server` is right, and can be reached from here',
    });
  }
}

/** After EHLO, encrypted where it is not this machine. */
async function greeted(talk: Talk, delivery: Delivery): Promise<Talk> {
  const { server } = delivery;
  await talk.ask(undefined, [220], 'a client');
  const { lines } = await talk.ask(`EHLO ${hostname()}`, [250], 'this machine');
  if (server.protocol === 'smtps:') return talk;
  if (!lines.some((line) => /^starttls$/i.test(line))) {
    if (isLoopback(server.hostname)) return talk;
    throw new InfraError({
      what: `the mail server ${server.host} offers no encryption`,
      fix: 'name one with STARTTLS, or smtps://',
    });
  }
  await talk.ask('STARTTLS', [220], 'encryption');
  await talk.leave();
  const safe = talkOver(await encrypted(talk.socket, delivery));
  await safe.ask(`EHLO ${hostname()}`, [250], 'this machine');
  return safe;
}

/** Whatever goes wrong with the connection, or the time that is up, ends it. */
async function encrypted(plain: Socket, { server, signal, ca }: Delivery): Promise<Socket> {
  const secure = connectTls({ socket: plain, servername: server.hostname, ca });
  plain.on('error', (error) => secure.destroy(error));
  plain.on('close', () => secure.destroy(new Error('it hung up')));
  try {
    await once(secure, 'secureConnect', { signal });
    return secure;
  } catch (error) {
    secure.destroy();
    const why = error instanceof Error ? error.message : 'no answer';
    throw new InfraError({
      what: `the mail server ${server.host} cannot be spoken to in secret: ${why}`,
      fix: 'see that its certificate is valid for that name, and signed by who is trusted here (NODE_EXTRA_CA_CERTS)',
    });
  }
}

async function signIn(
  talk: Talk,
  { user, password }: NonNullable<Delivery['login']>,
  server: URL,
): Promise<void> {
  if (!('encrypted' in talk.socket))
    throw new InfraError({
      what: `the mail server ${server.host} offers no encryption, and a password is told to nobody in the clear`,
      fix: 'name one with STARTTLS, or smtps://',
    });
  const told = Buffer.from(`\0${user}\0${password}`).toString('base64');
  await talk.ask(`AUTH PLAIN ${told}`, [235], 'the login');
}

function talkOver(socket: Socket): Talk {
  const replies = repliesOf(socket);
  return {
    socket,
    async ask(line, wanted, about) {
      if (line !== undefined) socket.write(`${line}\r\n`);
      const { value, done } = await replies.next();
      if (done === true) throw new InfraError('the mail server went away in the middle of it');
      if (wanted.includes(value.code)) return value;
      const said = value.lines.join(' ').slice(0, 200);
      throw new InfraError(`the mail server refused ${about}: ${value.code} ${said}`);
    },
    // What the server said before the encryption began, and was not asked for, answers nothing.
    leave: async () => void (await replies.return(undefined)),
  };
}

async function* repliesOf(socket: Socket): AsyncGenerator<Reply, undefined> {
  let rest = '';
  let lines: string[] = [];
  for await (const [chunk] of on(socket, 'data', { close: ['end', 'close'] }) as AsyncIterable<[Buffer]>) {
    const texts = (rest + chunk.toString('latin1')).split('\r\n');
    rest = texts.pop() ?? '';
    for (const one of texts) {
      const [, code = '', more = '', text = ''] = /^(\d{3})([ -]?)(.*)$/.exec(one) ?? [];
      lines.push(text.trim());
      if (more === '-') continue;
      yield { code: Number(code), lines };
      lines = [];
    }
  }
  return undefined;
}
