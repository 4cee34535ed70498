import { isHttps } from './exchange.ts';
import { defineRule } from './rule.ts';
import { cookiesSet } from './set-cookie.ts';

export default defineRule({
  name: 'cookie-secure',
  proves: ['SEC-08/tls'],
  needs: 'an answer over https that sets a cookie',
  applies: (exchange) => isHttps(exchange) && cookiesSet(exchange).length > 0,
  problems: (exchange) =>
    cookiesSet(exchange)
      .filter((cookie) => !cookie.secure)
      .map((cookie) => ({
        variant: 'missing',
        severity: cookie.isSession ? 5.9 : 3.1,
        cwe: 614,
        title: 'The cookie also travels over plain http',
        fix: 'Set the cookie with Secure.',
        parameter: cookie.name,
        ofSite: true as const,
      })),
});
