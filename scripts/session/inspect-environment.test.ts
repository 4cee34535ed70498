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
    secrets: [{ command: ['/no/such/manager', '--token=hush-hush'] }],
    source: '/no/such/checkout',
    commands: { deploy: [process.execPath, 'deploy'], rollback: ['/no/such/program'] },
  });
  const inspected = inspectEnvironment(environment, offers);
  expect(JSON.stringify(inspected)).not.toContain('hush-hush');
  const saidOf = (what: string) => inspected.find((one) => one.what === what);
  expect(saidOf('accounts.user.username')?.lack).toBe('SHOP_USER is not set');
  expect(saidOf('accounts.user.password')).toMatchObject({ by: 'SHOP_PASSWORD', lack: undefined });
  expect(saidOf('secrets.0')?.lack).toBe(
    'the command `/no/such/manager …`: there is no program /no/such/manager',
  );
  expect(saidOf('source')?.lack).toBe('/no/such/checkout is not there');
  expect(saidOf('commands.deploy')?.lack).toBeUndefined();
  expect(saidOf('commands.rollback')?.lack).toBe('/no/such/program is no program that may be run');
  expect(saidOf('suites may need scrape')).toEqual({ what: 'suites may need scrape' });
  expect(saidOf('suites may need links')?.without).toBe('it has no `links`');
  expect(saidOf('suites may need spans')?.without).toBe('the target does not offer it');
  vi.unstubAllEnvs();
});

it('a value of the wrong form is none, and is not shown; a command is looked for and not run', () => {
  const values = {
    WEB: 'hush-hush',
    API: 'http://me:hush-hush@api.test',
    METRICS: 'javascript:hush-hush',
    LINK: 'hush-hush',
    TENANTS: 'hush-hush',
    GOOD: 'https://good.test',
  };
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
  const environment = environmentSchema.parse({
    name: 'shop',
    title: 'Shop.',
    owner: 'sre',
    target: 'remote',
    allows: [],
    urls: { web: { variable: 'WEB' }, api: { variable: 'API' }, good: { variable: 'GOOD' } },
    tenants: { variable: 'TENANTS' },
    scrape: [{ name: 'api', url: { variable: 'METRICS' } }],
    links: {
      control: 'http://proxy.test',
      each: { db: { listen: { variable: 'LINK' }, protocol: 'postgres' } },
    },
    secrets: [{ command: [process.execPath, '-e', 'process.exit(3)'] }, { command: ['sh', '-c', 'exit 3'] }],
  });
  const inspected = inspectEnvironment(environment, offers);
  vi.unstubAllEnvs();
  expect(JSON.stringify(inspected)).not.toContain('hush-hush');
  const lacks = Object.fromEntries(inspected.map(({ what, lack }) => [what, lack]));
  expect(lacks).toMatchObject({
    'urls.web': 'WEB is not an http(s) URL',
    'urls.api': expect.stringMatching(/^API holds credentials/) as unknown,
    'urls.good': undefined,
    tenants: 'TENANTS is not a JSON list of tenants',
    'scrape.0.url': 'METRICS is not an http(s) URL',
    'links.each.db.listen': 'LINK is not host:port',
    'secrets.0': undefined,
    'secrets.1': undefined,
  });
  expect(inspected.find(({ what }) => what === 'secrets.0')?.by).toMatch(/, not run$/);
});
