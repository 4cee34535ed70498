import { lintSource } from '@secretlint/core';
import { creator, rules } from '@secretlint/secretlint-rule-preset-recommend';
import { expect, test } from 'vitest';
import { Redactor } from '../redaction.ts';

// Put together here, so that no scanner takes this file for a leak.
const letters = (length: number) => 'aBcDeFgHiJkLmNoPqRsTuVwXyZ'.repeat(60).slice(0, length);
const mixed = (length: number) => 'a1B2c3D4e5F6g7H8i9J0'.repeat(60).slice(0, length);
const hex = (length: number) => '0123456789abcdef'.repeat(8).slice(0, length);
const digits = (length: number) => '1234567890'.repeat(4).slice(0, length);
const key = `MIIEpAIBAAKCAQEA${mixed(200)}`;
const pem = ['-----BEGIN RSA ', 'PRIVATE KEY-----\n', key, '\n-----END RSA ', 'PRIVATE KEY-----'].join('');

const onePassword = JSON.stringify({ email: 'a@b.lcl', secretKey: mixed(36), muk: { k: mixed(60) } });

/** By the rule of the preset that knows them. What is made up of them is told by how it begins. */
const TOKENS: Readonly<Record<string, readonly string[]>> = {
  aws: [`AWS_SECRET_ACCESS_KEY="${mixed(40)}"`],
  gcp: [JSON.stringify({ private_key_id: 'the-key', private_key: pem })],
  privatekey: [pem],
  npm: [`npm_${mixed(36)}`],
  slack: [
    `xoxb-${digits(12)}-${mixed(24)}`,
    `xapp-1-${mixed(11)}-${digits(13)}-${hex(64)}`,
    `https://hooks.slack.com/services/T${mixed(8)}/B${mixed(8)}/${mixed(24)}`,
  ],
  basicauth: [`https://jo:${mixed(12)}@shop.example.com/`],
  openai: [`sk-${mixed(20)}T3BlbkFJ${mixed(20)}`, `sk-proj-${mixed(74)}T3BlbkFJ${mixed(74)}`],
  anthropic: [`sk-ant-api03-${mixed(93)}AA`],
  linear: [`lin_api_${mixed(40)}`],
  sendgrid: [`SG.${mixed(22)}.${mixed(43)}`],
  shopify: ['shppa', 'shpca', 'shpat', 'shpss'].map((prefix) => `${prefix}_${hex(32)}`),
  github: [`ghp_${mixed(36)}`, `ghs_12345_${mixed(40)}.${mixed(90)}.${mixed(43)}`, `github_pat_${mixed(82)}`],
  '1password': [`ops_${Buffer.from(onePassword).toString('base64')}`],
  'database-connection-string': [`postgresql://app:${mixed(14)}@db.example.com:5432/shop`],
  stripe: [`sk_live_${mixed(24)}`, `rk_test_${mixed(99)}`],
  gitlab: [`glpat-${mixed(20)}`, `glpat-${mixed(128)}`],
  grafana: [`glc_${mixed(64)}==`, `glsa_${mixed(32)}_${hex(8)}`],
  'hashicorp-vault': [`hvs.${mixed(95)}`, `hvb.${mixed(300)}`, `hvr.${mixed(95)}`],
  vercel: ['vcp', 'vci', 'vca', 'vcr', 'vck'].map((prefix) => `${prefix}_${mixed(24)}`),
  databricks: [`dapi${hex(32)}-2`],
  docker: [`dckr_pat_${mixed(27)}`],
  figma: [`figd_${mixed(60)}`],
  cloudflare: ['cfk', 'cfut', 'cfat'].map((prefix) => `${prefix}_${mixed(40)}${hex(8)}`),
  tailscale: [`tskey-auth-${mixed(14)}-${mixed(32)}`],
  groq: [`gsk_${mixed(52)}`],
  huggingface: [`hf_${letters(34)}`],
  notion: [`ntn_${digits(11)}${mixed(35)}`],
};

/** What the preset finds in a text. */
async function foundIn(content: string): Promise<readonly string[]> {
  const config = { rules: [{ id: creator.meta.id, rule: creator, options: {} }] };
  const source = { filePath: 'a.json', content, ext: '.json', contentType: 'text' } as const;
  const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } });
  return messages.map(({ ruleId }) => ruleId.replace(/^.*secretlint-rule-/, ''));
}

test('every kind of token that the preset knows is looked at here', () => {
  const known = rules.map(({ meta }) => meta.id.replace(/^.*secretlint-rule-/, ''));
  expect(Object.keys(TOKENS).sort()).toEqual(known.filter((name) => name !== 'filter-comments').sort());
});

const CASES = Object.entries(TOKENS).flatMap(([rule, tokens]) =>
  tokens.map((token) => [rule, token] as const),
);

test.each(CASES)('nothing is left of a token of %s', async (rule, token) => {
  expect(await foundIn(token)).toContain(rule);
  const redacted = new Redactor().text(`${token} `);
  expect(redacted).toContain('[redacted:');
  expect(redacted).not.toMatch(/a1B2|9J0|aBcD|0123/);
});
