import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { STAND_IN } from './relay.ts';
import { reproduction } from './reproduce.ts';

const failure = (body: Buffer) => ({
  ...{ check: 'not_a_server_error', operation: 'POST /runs', status: 500, message: 'Server error' },
  request: {
    method: 'POST',
    uri: "http://127.0.0.1:1/runs?q='",
    headers: { Authorization: [STAND_IN], 'X-A': ["it's"], 'User-Agent': ['x'] },
    body: { $base64: body.toString('base64') },
  },
});

test('says how all of it is asked again, and one of them alone, without a token', () => {
  const words = reproduction('security/fuzz', 42, 'http://api:3', [failure(Buffer.from('{"a":"\'"}'))]);
  expect(words).toContain('HARNESS_FUZZ_SEED=42 ./harness run security/fuzz');
  expect(words).toContain('# not_a_server_error: POST /runs answered 500: Server error');
  expect(words).not.toContain(STAND_IN);
  expect(words).not.toContain('127.0.0.1:1');
});

test.each([
  ['text with a quote', Buffer.from('{"a":"\'$(x)"}')],
  ['bytes', Buffer.from([0, 255, 39, 10])],
])('a shell sends the same again: %s', (_, body) => {
  const command =
    reproduction('security/fuzz', 1, 'http://api:3', [failure(body)])
      .split('\n')
      .at(-2) ?? '';
  // Says what curl would be given, and what the body is.
  const said = execFileSync(
    'bash',
    [
      '-c',
      `curl() { for one; do if [[ $one == @/* ]]; then base64 -w0 "\${one#@}"; echo; else printf '%s\\0\\n' "$one" | tr -d '\\0'; fi; done; }; ${command}`,
    ],
    { encoding: 'utf8', env: { ...process.env, TOKEN: 'the-token' } },
  ).split('\n');
  expect(said).toContain('authorization: Bearer the-token'.replace('a', 'A'));
  expect(said).toContain("X-A: it's");
  expect(said).toContain("http://api:3/runs?q='");
  expect(said.includes(body.toString()) || said.includes(body.toString('base64'))).toBe(true);
});
