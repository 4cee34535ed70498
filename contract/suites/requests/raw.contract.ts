import { once } from 'node:events';
import { connect as plain, type Socket } from 'node:net';
import { connect as secure } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { envelope } from '../shared/shapes.ts';

const { apiUrl, webUrl } = binding();

/** What comes back for these very bytes until the other end hangs up. */
async function answerTo(url: string, bytes: string): Promise<string> {
  const { protocol, hostname, port } = new URL(url);
  const isSecure = protocol === 'https:';
  const at = { host: hostname, port: Number(port) || (isSecure ? 443 : 80) };
  const socket: Socket = isSecure ? secure(at) : plain(at);
  socket.setEncoding('utf8');
  let text = '';
  socket.on('data', (more) => (text += String(more))).on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

describe.each([
  ['API', apiUrl],
  ['web', webUrl],
])('the %s', (_part, url) => {
  test.each([
    ['no HTTP', 'NONSENSE\r\n\r\n'],
    ['of a version that is none', 'GET / HTTP/x\r\n\r\n'],
    ['with a header that is none', 'GET / HTTP/1.1\r\nhost: x\r\nbad header: x\r\n\r\n'],
    ['of a length that is none', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n'],
    ['with more headers than anybody needs', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`],
  ])('answers what is %s in the envelope, and hangs up @CON-04/400 @SEC-08/input', async (_title, bytes) => {
    const answer = await answerTo(url, bytes);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const [status, ...lines] = head.split('\r\n');
    expect(status).toBe('HTTP/1.1 400 Bad Request');
    const headers = new Headers(
      lines.map((line): [string, string] => [line.split(': ')[0] ?? '', line.split(': ')[1] ?? '']),
    );
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('connection')).toBe('close');
    expect(headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
    const { error } = envelope.parse(JSON.parse(body));
    expect(error.code).toBe('VALIDATION_FAILED');
    expect(error.requestId).toBe(headers.get('request-id'));
  });
});
