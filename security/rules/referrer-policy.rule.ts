import { type Exchange, isPage, valuesOf } from './exchange.ts';
import { metaContents } from './html.ts';
import { defineRule } from './rule.ts';

const KNOWN = new Set([
  'no-referrer',
  'no-referrer-when-downgrade',
  'origin',
  'origin-when-cross-origin',
  'same-origin',
  'strict-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
]);
const TELLING = new Set(['unsafe-url', 'no-referrer-when-downgrade']);

/** The policy in force: the last one that browsers know. */
function policyOf(exchange: Exchange): string | undefined {
  const headers = valuesOf(exchange.responseHeaders, 'referrer-policy');
  const all = [...headers, ...metaContents(exchange, 'name', 'referrer')];
  return all
    .flatMap((value) => value.toLowerCase().split(','))
    .map((value) => value.trim())
    .filter((value) => KNOWN.has(value))
    .at(-1);
}

export default defineRule({
  name: 'referrer-policy',
  proves: ['SEC-08/headers'],
  needs: 'an HTML page',
  applies: isPage,
  problems(exchange) {
    const policy = policyOf(exchange);
    const fix = 'Send Referrer-Policy: strict-origin-when-cross-origin, or a stricter one.';
    if (policy === undefined) {
      const title = 'The page states no Referrer-Policy';
      return [{ variant: 'missing', severity: 3.1, cwe: 200, title, fix }];
    }
    if (!TELLING.has(policy)) return [];
    const title = `Referrer-Policy ${policy} tells other sites the full address`;
    return [{ variant: 'telling', severity: 4.3, cwe: 200, title, fix }];
  },
});
