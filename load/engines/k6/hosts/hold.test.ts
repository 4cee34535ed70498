import { BlockList, isIPv6 } from 'node:net';
import { expect, it } from 'vitest';
import { targetForTest } from '../../../../fixtures/testing/suite-run.ts';
import { allowedHosts, hostOf } from './allowed-hosts.ts';
import { otherAddresses } from './addresses.ts';
import { holdTo } from './hold.ts';
import { otherNames } from './other-names.ts';
import { proxyBefore } from './proxy.ts';

const NOTHING = { addresses: [], names: [] };

/** As k6 asks: is the address in one of the blocks? To Node, IPv4 is a part of IPv6; to Go it is not. */
function isBlocked(blocks: readonly string[], address: string): boolean {
  return blockList(blocks, isIPv6(address))(address);
}

function blockList(blocks: readonly string[], v6: boolean): (address: string) => boolean {
  const family = v6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  for (const block of blocks) {
    const [start = '', length] = block.split('/');
    if (isIPv6(start) === v6) list.addSubnet(start, Number(length), family);
  }
  return (address) => list.check(address, family);
}

/** As k6 asks: does the name match a pattern? */
function matches(patterns: readonly string[], name: string): boolean {
  return patterns.some((one) => (one.startsWith('*') ? name.endsWith(one.slice(1)) : name === one));
}

const valueOf = (args: readonly string[], flag: string) => (args[args.indexOf(flag) + 1] ?? '').split(',');

it('blocks every address but those of the target, whatever they are', () => {
  const allowed = [
    '127.0.0.1',
    '10.1.2.3',
    '255.255.255.255',
    '0.0.0.0',
    '::1',
    'fe80::abcd',
    '::ffff:192.168.0.7',
  ];
  const blocks = otherAddresses(['0.0.0.0/0', '::/0'], allowed);
  const [v4, v6] = [blockList(blocks, false), blockList(blocks, true)];
  const isOther = (address: string) => (isIPv6(address) ? v6 : v4)(address);
  for (const address of [...allowed.slice(0, -1), '192.168.0.7'])
    expect(isOther(address), address).toBe(false);
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const neighbours = [
    '127.0.0.0',
    '127.0.0.2',
    '10.1.2.2',
    '10.1.2.4',
    '254.255.255.255',
    '0.0.0.1',
    '::',
    '::2',
    'fe80::abcc',
    'fe80::abce',
  ];
  const others = Array.from({ length: 300 }, () =>
    random(2) === 0
      ? Array.from({ length: 4 }, () => random(256)).join('.')
      : Array.from({ length: 8 }, () => random(65_536).toString(16)).join(':'),
  ).filter((one) => !allowed.includes(one));
  for (const address of [...neighbours, ...others]) expect(isOther(address), address).toBe(true);
  expect(blocks.length).toBeLessThan(7 * 128);
});

it('names every other name by a pattern that k6 takes, and none of the target', () => {
  const allowed = ['shop.example', 'api.shop.example', 'under_score.example'];
  const patterns = otherNames(allowed);
  for (const name of allowed) expect(matches(patterns, name), name).toBe(false);
  const others = [
    'example',
    'hop.example',
    'xshop.example',
    'www.shop.example',
    'xapi.shop.example',
    'a.api.shop.example',
    'shop.example.com',
    'shop.exampl',
    'e',
    'other.test',
    'shop.example.',
  ];
  for (const name of others) expect(matches(patterns, name), name).toBe(true);
  // k6 refuses to start over one that it does not take.
  for (const pattern of patterns)
    expect(pattern).toMatch(
      /^(\*\.?)?((([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\.)*([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9]))?$/,
    );
});

it('a target of addresses alone is held by address, and past every proxy', async () => {
  const { args, env } = await holdTo(['127.0.0.1'], { addresses: ['127.0.0.1/32'], names: [] });
  const blocks = valueOf(args, '--blacklist-ip');
  expect(isBlocked(blocks, '127.0.0.2')).toBe(true);
  // What the script blocks by itself stays blocked.
  expect(isBlocked(blocks, '127.0.0.1')).toBe(true);
  expect(args).not.toContain('--block-hostnames');
  expect(env).toEqual({ NO_PROXY: '*' });
  const near = await holdTo(['localhost'], NOTHING);
  expect(
    ['127.0.0.1', '::1', '::2'].map((one) => isBlocked(valueOf(near.args, '--blacklist-ip'), one)),
  ).toEqual([false, false, true]);
});

it('a target with names is held by name, wherever they move to, and by address where no proxy is asked', async () => {
  const { args, env } = await holdTo(['shop.invalid', '10.1.2.3'], {
    addresses: ['10.9.0.0/16'],
    names: ['ads.invalid'],
  });
  const blocks = valueOf(args, '--blacklist-ip');
  expect(env['HTTP_PROXY']).toBe(env['HTTPS_PROXY']);
  const nowhere = new URL(env['HTTP_PROXY'] ?? '').hostname;
  for (const address of [nowhere, '127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '10.9.1.1'])
    expect(isBlocked(blocks, address), address).toBe(true);
  for (const address of ['8.8.8.8', '10.1.2.3', '2001:db8::1'])
    expect(isBlocked(blocks, address), address).toBe(false);
  expect(env['NO_PROXY']).toBe('shop.invalid,10.1.2.3');
  const patterns = valueOf(args, '--block-hostnames');
  expect(patterns).toContain('ads.invalid');
  expect(matches(patterns, 'www.shop.invalid')).toBe(true);
  expect(matches(patterns, 'shop.invalid')).toBe(false);
});

it('knows every host that belongs to a target', () => {
  const target = {
    ...targetForTest({
      web: 'https://Shop.Example:8443/app',
      socket: 'wss://live.example',
      v6: 'http://[::1]:3000',
    }),
    urls: { web: 'https://Shop.Example:8443/app', socket: 'wss://live.example', v6: 'http://[::1]:3000' },
    metrics: [{ name: 'api', url: 'http://10.0.0.7/metrics' }],
    ingest: { url: 'https://take.example/in', token: () => Promise.resolve('x') },
    links: {
      db: {
        proxy: 'db',
        control: 'http://127.0.0.1:8474',
        listen: '127.0.0.3:5432',
        protocol: 'postgres' as const,
      },
    },
  };
  expect(allowedHosts(target)).toEqual([
    'shop.example',
    'live.example',
    '::1',
    '10.0.0.7',
    'take.example',
    '127.0.0.3',
    '127.0.0.1',
  ]);
  expect(hostOf('http://2130706433/')).toBe('127.0.0.1');
  expect(hostOf('not a host')).toBeUndefined();
});

it.each([
  [{ HTTP_PROXY: 'http://proxy:3128' }, ['shop.example'], 'HTTP_PROXY'],
  [{ https_proxy: 'http://proxy:3128', NO_PROXY: 'other.example' }, ['shop.example'], 'https_proxy'],
  [{ HTTP_PROXY: 'http://proxy:3128' }, ['127.0.0.1', 'localhost', '::1'], undefined],
  [{ HTTP_PROXY: 'http://proxy:3128', no_proxy: 'a, .example' }, ['shop.example', 'a'], undefined],
  [{ HTTP_PROXY: 'http://proxy:3128', NO_PROXY: 'shop.example' }, ['workshop.example'], 'HTTP_PROXY'],
  [{ HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '*' }, ['shop.example'], undefined],
  [{ HTTP_PROXY: '' }, ['shop.example'], undefined],
])('a proxy is found that would stand before the target: %j', (env, hosts, variable) => {
  expect(proxyBefore(hosts, env)?.variable).toBe(variable);
});
