import { isIP } from 'node:net';
import { answered, isHttps } from './exchange.ts';
import { defineRule } from './rule.ts';

/** Half a year. */
const MINIMUM_SECONDS = 15_552_000;

const maxAgeOf = (value: string): number => Number(/max-age\s*=\s*"?(\d+)/i.exec(value)?.[1] ?? 0);

export default defineRule({
  name: 'hsts',
  proves: ['SEC-08/tls'],
  // Browsers ignore the header for addresses and over plain http.
  needs: 'an answer over https from a host name',
  applies: (exchange) =>
    isHttps(exchange) && isIP(new URL(exchange.url).hostname.replace(/^\[|\]$/g, '')) === 0,
  problems(exchange) {
    const value = answered(exchange, 'strict-transport-security');
    const fix =
      'Send Strict-Transport-Security: max-age=31536000; includeSubDomains with every answer over https.';
    if (value === undefined || maxAgeOf(value) === 0) {
      const title = 'Browsers may fall back to plain http (no Strict-Transport-Security)';
      return [{ variant: 'missing', severity: 4.8, cwe: 319, title, fix, ofSite: true as const }];
    }
    if (maxAgeOf(value) >= MINIMUM_SECONDS) return [];
    const title = 'Strict-Transport-Security lasts less than half a year';
    return [{ variant: 'short', severity: 3.1, cwe: 319, title, fix, ofSite: true as const }];
  },
});
