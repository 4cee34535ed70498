import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { playwrightDownload } from './playwright-download.ts';

afterEach(() => vi.unstubAllEnvs());

it('is not tried where the download host cannot be reached', async () => {
  vi.stubEnv('PLAYWRIGHT_DOWNLOAD_HOST', 'http://127.0.0.1:9');
  expect(await playwrightDownload().unusable()).toContain('cannot reach http://127.0.0.1:9: ');
});

it('is tried where the host answers, whatever it answers', async () => {
  const server = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('PLAYWRIGHT_DOWNLOAD_HOST', `http://127.0.0.1:${port}`);
  expect(await playwrightDownload().unusable()).toBeUndefined();
  server.closeAllConnections();
  server.close();
});
