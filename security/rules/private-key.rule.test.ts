import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './private-key.rule.ts';

// Put together here, so that no scanner takes this file for a leak.
const begin = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----`;
const material = 'MIIEpAIBAAKCAQEA'.repeat(4);

test.each<[string, Sample, readonly string[]]>([
  ['an RSA key', { body: `${begin('RSA ')}\n${material}` }, ['shown']],
  ['a PKCS#8 key', { body: `${begin('')}\n${material}` }, ['shown']],
  ['a key in JSON', { body: JSON.stringify({ key: `${begin('EC ')}\n${material}` }) }, ['shown']],
  ['an encrypted key', { body: `${begin('RSA ')}\nProc-Type: 4,ENCRYPTED\n\n${material}` }, ['shown']],
  ['documentation', { body: `The file starts with ${begin('')} and so on.` }, []],
  ['a public key', { body: `-----BEGIN PUBLIC KEY-----\n${material}` }, []],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
