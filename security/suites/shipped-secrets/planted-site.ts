import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Secrets } from './given-secrets.ts';

/** A front end of ours on this machine that ships a secret in each way that is looked for. */
export interface PlantedSite {
  readonly url: string;
  readonly secrets: Secrets;
  /** Where each of them stands. */
  readonly places: readonly string[];
  close(): void;
}

/** Pages from here on lead to yet another one. */
export const ENDLESS = '/endless/';

export async function plantedSite(): Promise<PlantedSite> {
  const made = (name: string) => `${name}/${randomUUID()}`;
  const [inPage, inScript, inMap, inline, inPiece] = ['page', 'script', 'map', 'inline', 'piece'].map(
    made,
  ) as [string, string, string, string, string];
  const map = JSON.stringify({ version: 3, sourcesContent: [`const key = "${inline}";`] });
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/': ['text/html', '<a href="/deep">more</a><script src="/app.js"></script>'],
    '/deep': [
      'text/html',
      `<p title="?key=${encodeURIComponent(inPage)}"></p><script src="/inline.js"></script>`,
    ],
    '/app.js': ['text/javascript', `fetch("${inScript}"); import("/piece.js");`],
    // Nothing names it.
    '/app.js.map': ['application/json', JSON.stringify({ version: 3, sourcesContent: [inMap] })],
    '/inline.js': [
      'text/javascript',
      `1;\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`,
    ],
    '/piece.js': ['text/javascript', `"${Buffer.from(`user:${inPiece}`).toString('base64')}"`],
  };
  const server = createServer((request, response) => {
    const { url = '' } = request;
    const file = url.startsWith(ENDLESS)
      ? (['text/html', `<a href="${url}x">more</a>`] as const)
      : files[url];
    response
      .writeHead(file === undefined ? 404 : 200, { 'content-type': file?.[0] ?? 'text/plain' })
      .end(file?.[1] ?? '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secrets: new Map(Object.entries({ page: inPage, script: inScript, map: inMap, inline, piece: inPiece })),
    places: [
      ...['inline: /inline.js', 'inline: /inline.js#map', 'map: /app.js.map'],
      ...['page: /deep', 'piece: /piece.js', 'script: /app.js'],
    ],
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
