import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './server-version.rule.ts';

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['a version in Server', { headers: { Server: 'nginx/1.25.3' } }, ['told server']],
  ['a module version in Server', { headers: { Server: 'Apache (Debian) PHP/8.1' } }, ['told server']],
  ['a framework', { headers: { 'X-Powered-By': 'Express' } }, ['told x-powered-by']],
  [
    'both',
    { headers: { Server: 'a/1', 'X-AspNet-Version': '4.0' } },
    ['told server', 'told x-aspnet-version'],
  ],
  ['a bare product name', { headers: { Server: 'cloudflare' } }, []],
  ['a protocol version in Via', { headers: { Via: '1.1 varnish' } }, []],
  ['a named protocol in Via', { headers: { Via: 'HTTP/1.1 edge' } }, []],
  ['nothing', {}, []],
  ['no answer', { status: 0 }, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
