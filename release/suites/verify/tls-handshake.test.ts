import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { which } from '../../../fixtures/tools/which.ts';
import { tlsOf } from './tls.ts';

const openssl = which('openssl');
const OLD: ServerOptions = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };

/** A certificate is made for each run: no key is to lie in the repository. */
describe.skipIf(openssl === undefined)('of a server is told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const servers: Server[] = [];
  beforeAll(() => {
    const files = ['-keyout', join(folder, 'key'), '-out', join(folder, 'certificate')];
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '5', '-subj', '/CN=localhost'];
    execFileSync(openssl ?? '', [...made, ...files], { stdio: 'ignore' });
  });
  afterAll(() => {
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  });

  async function serve(options: ServerOptions): Promise<string> {
    const [key, cert] = ['key', 'certificate'].map((name) => readFileSync(join(folder, name)));
    const server = createServer({ key, cert, ...options });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test.each<[string, ServerOptions, string, string | undefined]>([
    ['nothing older than 1.2', {}, 'TLSv1.2', undefined],
    ['1.2, where 1.3 is expected', {}, 'TLSv1.3', 'TLSv1.2'],
    ['1.1, which no client of today would ask for', OLD, 'TLSv1.2', 'TLSv1.1'],
  ])('what it speaks: %s', async (_, options, expected, older) => {
    const found = await tlsOf(await serve(options), expected);
    expect(found).toMatchObject({ protocol: 'TLSv1.3', distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(found.older).toBe(older);
    expect(found.validTo.getTime()).toBeGreaterThan(Date.now());
  });
});
