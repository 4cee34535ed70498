import { isIP } from 'node:net';
import { connect, type ConnectionOptions, type SecureVersion, type TLSSocket } from 'node:tls';

export interface Tls {
  /** `TLSv1.3`; `none` where HTTP is spoken. */
  readonly protocol: string;
  /** Why the certificate is not trusted. */
  readonly distrust?: string;
  readonly validTo: Date;
  /** A version that is too old and that it speaks nevertheless. */
  readonly older?: string;
}

/** Whether a URL leads to another machine: what is asked on this one needs no TLS. */
export function isElsewhere(url: string): boolean {
  return !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

/** The newest one that is older. */
const BEFORE: Readonly<Record<string, SecureVersion>> = { 'TLSv1.2': 'TLSv1.1', 'TLSv1.3': 'TLSv1.2' };

/** What a server speaks and shows. Rejects where nobody speaks TLS. */
export async function tlsOf(url: string, minVersion: string): Promise<Tls> {
  if (new URL(url).protocol !== 'https:') return { protocol: 'none', validTo: new Date(0) };
  const old = versionsBefore(minVersion);
  const socket = await shakeHands(url).catch((error: unknown) => orOlder(url, old, error));
  try {
    return {
      protocol: socket.getProtocol() ?? 'none',
      ...(!socket.authorized && { distrust: String(socket.authorizationError) }),
      validTo: new Date(socket.getPeerCertificate().valid_to),
      ...(await olderOf(url, old)),
    };
  } finally {
    socket.destroy();
  }
}

function versionsBefore(minVersion: string): ConnectionOptions {
  const maxVersion = BEFORE[minVersion];
  if (maxVersion === undefined)
    throw new Error(`TLS: got ${minVersion}; known are ${Object.keys(BEFORE).join(' and ')}`);
  // OpenSSL speaks what is too old only at the lowest level of security.
  return { minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' };
}

/** A server that knows nothing newer refuses a client of today. */
async function orOlder(url: string, old: ConnectionOptions, refused: unknown): Promise<TLSSocket> {
  if (!isRefusal(refused)) throw refused;
  return shakeHands(url, old).catch(() => {
    throw refused;
  });
}

/** Asked by a client that knows no newer version: with any other, a server speaks the newest that both know. */
async function olderOf(url: string, old: ConnectionOptions): Promise<Pick<Tls, 'older'>> {
  try {
    const socket = await shakeHands(url, old);
    const older = socket.getProtocol() ?? String(old.maxVersion);
    socket.destroy();
    return { older };
  } catch (error) {
    if (isRefusal(error)) return {};
    throw error;
  }
}

/** By the server: that this client cannot ask says nothing. */
function isRefusal(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return code === 'ECONNRESET' || (code.startsWith('ERR_SSL_') && code !== 'ERR_SSL_NO_PROTOCOLS_AVAILABLE');
}

async function shakeHands(url: string, versions: ConnectionOptions = {}): Promise<TLSSocket> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const named = isIP(host) === 0 ? { servername: host } : {};
  const options = { host, port: Number(port || 443), rejectUnauthorized: false, timeout: 10_000 };
  const socket = connect({ ...options, ...named, ...versions });
  try {
    await new Promise((resolve, reject) => {
      socket.once('secureConnect', resolve).once('error', reject);
      socket.once('timeout', () => reject(new Error(`${url}: no TLS handshake in 10 s`)));
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

const DAY_MS = 86_400_000;

/** What is not as expected. */
export function tlsProblems(
  { protocol, distrust, validTo, older }: Tls,
  { minVersion, validDays }: { readonly minVersion: string; readonly validDays: number },
  now: Date,
): readonly string[] {
  if (protocol === 'none') return ['no TLS'];
  const days = Math.floor((validTo.getTime() - now.getTime()) / DAY_MS);
  return [
    ...(protocol >= minVersion || older !== undefined
      ? []
      : [`${protocol}, expected at least ${minVersion}`]),
    ...(older === undefined ? [] : [`it speaks ${older}, expected at least ${minVersion}`]),
    ...(distrust === undefined ? [] : [`the certificate is not trusted: ${distrust}`]),
    ...(days >= validDays
      ? []
      : [`the certificate is valid for ${days} days, expected at least ${validDays}`]),
  ];
}
