import { expect, it, vi } from 'vitest';
import { environmentSchema } from '../../kernel/environment.ts';
import type { Offers } from '../../kernel/target.ts';
import { inspectEnvironment } from './inspect-environment.ts';

const offers: Offers = { scrape: true, links: 'it has no `links`' };

it('tells of each part of an environment whether it is there, and shows no value', () => {
  vi.stubEnv('SHOP_PASSWORD', 'hush-hush');
  const account = { username: { variable: 'SHOP_USER' }, password: { variable: 'SHOP_PASSWORD' } };
  const environment = environmentSchema.parse({
    name: 'shop',
    title: 'Shop.',
    owner: 'sre',
    target: 'remote',
    allows: [],
    accounts: { user: account },
    secrets: [{ command: ['/no/such/manager', 'read'] }],
    source: '/no/such/checkout',
    commands: { deploy: [process.execPath, 'deploy'], rollback: ['/no/such/program'] },
  });
  const inspected = inspectEnvironment(environment, offers);
  expect(JSON.stringify(inspected)).not.toContain('hush-hush');
  const lackOf = Object.fromEntries(inspected.map(({ what, lack }) => [what.split('  ', 1)[0], lack]));
  expect(lackOf).toMatchObject({
    'accounts.user.username': 'SHOP_USER is not set',
    'accounts.user.password': undefined,
    // Nothing is run to look.
    'secrets.0': undefined,
    source: '/no/such/checkout is not there',
    'commands.deploy': undefined,
    'commands.rollback': '/no/such/program is no program that may be run',
    'suites may need scrape': undefined,
    'suites may need links': 'it has no `links`',
    'suites may need spans': 'the target does not offer it',
  });
  vi.unstubAllEnvs();
});
