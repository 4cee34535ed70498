import { afterEach, expect, test, vi } from 'vitest';
import { environmentSchema } from '../../kernel/environment.ts';
import { secretsOf } from './secrets.ts';

afterEach(() => vi.unstubAllEnvs());

test('passwords and tokens are secrets, places and user names are not', () => {
  const environment = environmentSchema.parse({
    name: 'staging',
    title: 'Staging.',
    owner: 'sre',
    target: 'remote',
    allows: [],
    urls: { api: { variable: 'API_URL' } },
    accounts: { user: { username: { variable: 'USER_NAME' }, password: { variable: 'USER_PASSWORD' } } },
    scrape: [{ name: 'api', url: { variable: 'METRICS_URL' }, token: { variable: 'SCRAPER' } }],
    ingest: { url: { variable: 'INGEST_URL' }, token: { variable: 'WRITER' } },
    secrets: [{ variable: 'FURTHER' }],
  });
  const names = [
    'API_URL',
    'USER_NAME',
    'USER_PASSWORD',
    'METRICS_URL',
    'SCRAPER',
    'INGEST_URL',
    'WRITER',
    'FURTHER',
  ];
  for (const name of names) vi.stubEnv(name, `value-of-${name}`);
  expect([...secretsOf(environment)].sort()).toEqual(
    ['FURTHER', 'SCRAPER', 'USER_PASSWORD', 'WRITER'].map((name) => `value-of-${name}`),
  );
});

test.each(['checks', 'Contract', 'completed', 'toolKind', 'short'])(
  'one that cannot be redacted safely is refused by the name of its variable: %s',
  (word) => {
    const environment = environmentSchema.parse({
      name: 'staging',
      title: 'Staging.',
      owner: 'sre',
      target: 'remote',
      allows: [],
      urls: {},
      accounts: {},
      secrets: [{ variable: 'FURTHER' }],
    });
    vi.stubEnv('FURTHER', word);
    expect(() => secretsOf(environment)).toThrow(/environment staging: FURTHER: a secret .* Fix: use /);
  },
);
