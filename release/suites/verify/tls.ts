import { connect } from 'node:tls';

export interface Tls {
  /** `TLSv1.3`; `none` where HTTP is spoken. */
  readonly protocol: string;
  /** Why the certificate is not trusted. */
  readonly distrust?: string;
  readonly validTo: Date;
}

/** Whether a URL leads to another machine: what is asked on this one needs no TLS. */
export function isElsewhere(url: string): boolean {
  return !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

/** What a server speaks and shows. Rejects where nobody speaks TLS. */
export async function tlsOf(url: string): Promise<Tls> {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'https:') return { protocol: 'none', validTo: new Date(0) };
  const options = {
    host: hostname,
    port: Number(port || 443),
    servername: hostname,
    rejectUnauthorized: false,
  };
  const socket = connect({ ...options, timeout: 10_000 });
  try {
    await new Promise((resolve, reject) => {
      socket.once('secureConnect', resolve).once('error', reject);
      socket.once('timeout', () => reject(new Error(`${url}: no TLS handshake in 10 s`)));
    });
    const distrust = socket.authorized ? {} : { distrust: String(socket.authorizationError) };
    const validTo = new Date(socket.getPeerCertificate().valid_to);
    return { protocol: socket.getProtocol() ?? 'none', ...distrust, validTo };
  } finally {
    socket.destroy();
  }
}

const DAY_MS = 86_400_000;

/** What is not as expected. */
export function tlsProblems(
  { protocol, distrust, validTo }: Tls,
  { minVersion, validDays }: { readonly minVersion: string; readonly validDays: number },
  now: Date,
): readonly string[] {
  if (protocol === 'none') return ['no TLS'];
  const days = Math.floor((validTo.getTime() - now.getTime()) / DAY_MS);
  return [
    ...(protocol >= minVersion ? [] : [`${protocol}, expected at least ${minVersion}`]),
    ...(distrust === undefined ? [] : [`the certificate is not trusted: ${distrust}`]),
    ...(days >= validDays
      ? []
      : [`the certificate is valid for ${days} days, expected at least ${validDays}`]),
  ];
}
