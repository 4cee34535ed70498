import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { which } from '../../../fixtures/tools/which.ts';
import { tlsOf, tlsProblems } from './tls.ts';

const openssl = which('openssl');
const DAY_MS = 86_400_000;
const CONFIG = `[ca]
default_ca = here
[here]
database = index
new_certs_dir = .
rand_serial = yes
unique_subject = no
policy = any
default_md = sha256
[any]
commonName = supplied
`;

interface Certified {
  /** `IP:127.0.0.1`, where the servers of this test are. */
  readonly name: string;
  /** Days from now. */
  readonly from: number;
  readonly until: number;
}
const GOOD: Certified = { name: 'IP:127.0.0.1', from: -10, until: 60 };
const EXPIRED = { ...GOOD, until: -1.5 };
const SOON = { ...GOOD, until: 5.5 };
const OTHER = { ...GOOD, name: 'DNS:other.test' };

/** Certificates are made for each run: no key is to lie in the repository. */
describe.skipIf(openssl === undefined)('of a server is told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const run = (...args: string[]) => execFileSync(openssl ?? '', args, { cwd: folder, stdio: 'pipe' });
  const made = new Map<Certified, Buffer>();
  beforeAll(() => {
    writeFileSync(join(folder, 'ca.cnf'), CONFIG);
    writeFileSync(join(folder, 'index'), '');
    run('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=test', '-keyout', 'key', '-out', 'csr');
    for (const one of [GOOD, EXPIRED, SOON, OTHER]) made.set(one, certify(one));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** It vouches for itself: trusted by who trusts it. */
  function certify({ name, from, until }: Certified): Buffer {
    writeFileSync(join(folder, 'names'), `subjectAltName = ${name}\n`);
    const at = (days: number) => {
      const iso = new Date(Date.now() + days * DAY_MS).toISOString();
      return `${iso.replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
    };
    const dates = ['-startdate', at(from), '-enddate', at(until)];
    const files = ['-in', 'csr', '-keyfile', 'key', '-extfile', 'names', '-out', 'certificate'];
    run('ca', '-batch', '-selfsign', '-notext', '-config', 'ca.cnf', ...dates, ...files);
    return readFileSync(join(folder, 'certificate'));
  }

  async function serve(certified: Certified, options: ServerOptions): Promise<string> {
    const server = createServer({
      key: readFileSync(join(folder, 'key')),
      cert: made.get(certified),
      ...options,
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function trust(certified: Certified): void {
    const before = getCACertificates('default');
    onTestFinished(() => setDefaultCACertificates(before));
    setDefaultCACertificates([made.get(certified) ?? '']);
  }

  const LEVEL = 'DEFAULT@SECLEVEL=0';
  const OLD_TOO: ServerOptions = { minVersion: 'TLSv1', ciphers: LEVEL };
  const ONLY_OLD: ServerOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: LEVEL };
  const NO_1_3: ServerOptions = { maxVersion: 'TLSv1.2' };

  test.each<[string, Certified, ServerOptions, string, readonly string[]]>([
    ['nothing that is wrong', GOOD, {}, 'TLSv1.2', []],
    [
      'that it has expired',
      EXPIRED,
      {},
      'TLSv1.2',
      [
        'the certificate is not trusted: CERT_HAS_EXPIRED',
        'the certificate is valid for -2 days, expected at least 14',
      ],
    ],
    ['that it soon will', SOON, {}, 'TLSv1.2', ['the certificate is valid for 5 days, expected at least 14']],
    [
      'that it is of another name',
      OTHER,
      {},
      'TLSv1.2',
      ['the certificate is not trusted: ERR_TLS_CERT_ALTNAME_INVALID'],
    ],
    ['1.2, where 1.3 is expected', GOOD, {}, 'TLSv1.3', ['it speaks TLSv1.2, expected at least TLSv1.3']],
    ['1.2 at best', GOOD, NO_1_3, 'TLSv1.3', ['it speaks TLSv1.2, expected at least TLSv1.3']],
    [
      '1.1, which no client of today would ask for',
      GOOD,
      OLD_TOO,
      'TLSv1.2',
      ['it speaks TLSv1.1, expected at least TLSv1.2'],
    ],
    ['nothing newer than 1.1', GOOD, ONLY_OLD, 'TLSv1.2', ['it speaks TLSv1.1, expected at least TLSv1.2']],
  ])('%s', async (_, certified, options, minVersion, problems) => {
    trust(certified);
    const found = await tlsOf(await serve(certified, options), minVersion);
    expect(tlsProblems(found, { minVersion, validDays: 14 }, new Date())).toEqual(problems);
  });

  test('that nobody vouches for it', async () => {
    const found = await tlsOf(await serve(GOOD, {}), 'TLSv1.2');
    expect(tlsProblems(found, { minVersion: 'TLSv1.2', validDays: 14 }, new Date())).toEqual([
      'the certificate is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT',
    ]);
  });

  test('nothing where nobody speaks TLS: that is an error', async () => {
    const { createServer: plain } = await import('node:http');
    const server = plain((_request, response) => response.end());
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(tlsOf(url, 'TLSv1.2')).rejects.toThrow(/SSL|TLS|socket/i);
  });
});
