import { expect, test } from 'vitest';
import { pactFolderAsPlain } from './pact-folder.ts';

test('a folder of pacts is a plain run by their engine, at the provider', () => {
  const options = { pactDir: './pacts', providerUrl: 'http://127.0.0.1:1' };
  expect(pactFolderAsPlain({ names: ['contract'], options })).toEqual({
    names: ['./pacts'],
    options: { baseUrl: 'http://127.0.0.1:1', engine: 'pact' },
  });
  expect(pactFolderAsPlain({ names: [], options: { pactDir: 'p', env: 'staging' } }).options).toEqual({
    engine: 'pact',
    env: 'staging',
  });
});

test('other runs are as they were', () => {
  const asked = { names: ['contract'], options: { env: 'local' } };
  expect(pactFolderAsPlain(asked)).toEqual(asked);
});

test.each([
  [['contract'], { providerUrl: 'http://127.0.0.1:1' }, '--provider-url goes with --pact-dir'],
  [['e2e'], { pactDir: 'p' }, '"e2e": --pact-dir'],
  [[], { pactDir: 'p', engine: 'k6' }, '--engine'],
  [[], { pactDir: 'p', providerUrl: 'http://127.0.0.1:1', baseUrl: 'http://127.0.0.1:2' }, '--base-url'],
])('what does not go with it is refused: %j %j', (names, options, words) =>
  expect(() => pactFolderAsPlain({ names, options })).toThrow(words),
);
