import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './csp.rule.ts';

const csp = (policy: string | readonly string[]): Sample => ({
  headers: { 'Content-Security-Policy': policy },
});

const META = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'">`;

test.each<[string, Sample, readonly string[]]>([
  ['no policy', {}, ['missing']],
  ['an empty policy', csp(''), ['missing']],
  [
    'a policy that only reports',
    { headers: { 'Content-Security-Policy-Report-Only': "default-src 'self'" } },
    ['missing'],
  ],
  ['no limit on scripts', csp("img-src 'self'; frame-ancestors 'none'"), ['no-script-src']],
  ['inline scripts', csp("default-src 'self'; script-src 'self' 'unsafe-inline'"), ['unsafe-inline']],
  [
    'inline scripts by default-src',
    csp("default-src 'self' 'unsafe-inline'"),
    ['unsafe-inline', 'unsafe-inline-style'],
  ],
  ['eval', csp("script-src 'self' 'unsafe-eval'"), ['unsafe-eval']],
  ['any host', csp('default-src *'), ['wildcard']],
  ['any https host', csp("script-src 'self' https:"), ['wildcard']],
  ['scripts in data addresses', csp("script-src 'self' data:"), ['wildcard']],
  ['a host with JSONP', csp("script-src 'self' https://accounts.google.com"), ['known-bypass']],
  ['a host with AngularJS', csp("script-src 'self' ajax.googleapis.com"), ['known-bypass']],
  ['a host whose JSONP needs eval, without it', csp('script-src https://www.google-analytics.com'), []],
  [
    'a host whose JSONP needs eval, with it',
    csp("script-src https://www.google-analytics.com 'unsafe-eval'"),
    ['unsafe-eval', 'known-bypass'],
  ],
  ['an address that is none', csp("script-src 'self' https://a.test:99999"), []],
  [
    'strict-dynamic beside a host with JSONP',
    csp("script-src 'nonce-x' 'strict-dynamic' https://accounts.google.com"),
    [],
  ],
  ['inline styles', csp("default-src 'self'; style-src 'unsafe-inline'"), ['unsafe-inline-style']],
  ['a strict policy', csp("default-src 'none'; style-src 'self'; img-src 'self'"), []],
  ['a nonce beside unsafe-inline', csp("script-src 'nonce-abc123' 'unsafe-inline'; object-src 'none'"), []],
  ['strict-dynamic beside https:', csp("script-src 'nonce-x' 'strict-dynamic' https: 'unsafe-inline'"), []],
  ['a host with a wildcard part', csp("script-src 'self' https://*.cdn.test"), []],
  ['a second policy that is strict', csp(["default-src * 'unsafe-inline'", "default-src 'self'"]), []],
  ['two policies in one header', csp("default-src *, default-src 'self'"), []],
  ['a directive named twice: the first counts', csp("script-src 'self'; script-src *"), []],
  ['a policy in the page', { body: `${META}<p>` }, []],
  ['a policy whose text holds an angle', { body: META.replace('<meta', '<meta data-a=">"') }, []],
  ['a policy in a comment', { body: `<!-- ${META} --><p>` }, ['missing']],
  ['a policy in the text of a script', { body: `<script>'${META}'</script>` }, ['missing']],
  ['a policy in the body, which browsers pass over', { body: `<body><p>x</p>${META}` }, ['missing']],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});

test.each<[string, Sample]>([
  ['JSON', { headers: { 'Content-Type': 'application/json' }, body: '{}' }],
  ['a redirect', { status: 302 }],
  ['an empty answer', { body: '' }],
])('says nothing about %s', (_, sample) => {
  expect(variantsIn(rule, sample)).toBe('does not apply');
});

test('looks at error pages too', () => {
  expect(variantsIn(rule, { status: 404 })).toEqual(['missing']);
});
