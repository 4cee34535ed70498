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
  const saidOf = (what: string) => inspected.find((one) => one.what === what);
  expect(saidOf('accounts.user.username')?.lack).toBe('SHOP_USER is not set');
  expect(saidOf('accounts.user.password')).toMatchObject({ by: 'SHOP_PASSWORD', lack: undefined });
  // Nothing is run to look.
  expect(saidOf('secrets.0')).toMatchObject({ by: 'the command `/no/such/manager read`', lack: undefined });
  expect(saidOf('source')?.lack).toBe('/no/such/checkout is not there');
  expect(saidOf('commands.deploy')?.lack).toBeUndefined();
  expect(saidOf('commands.rollback')?.lack).toBe('/no/such/program is no program that may be run');
  expect(saidOf('suites may need scrape')).toEqual({ what: 'suites may need scrape' });
  expect(saidOf('suites may need links')?.without).toBe('it has no `links`');
  expect(saidOf('suites may need spans')?.without).toBe('the target does not offer it');
  vi.unstubAllEnvs();
});
