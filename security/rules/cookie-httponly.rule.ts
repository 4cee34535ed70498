import { defineRule } from './rule.ts';
import { cookiesSet, isForScripts } from './set-cookie.ts';

export default defineRule({
  name: 'cookie-httponly',
  proves: ['SEC-08/cookies'],
  needs: 'an answer that sets a cookie',
  applies: (exchange) => cookiesSet(exchange).length > 0,
  problems: (exchange) =>
    cookiesSet(exchange)
      .filter((cookie) => !cookie.httpOnly && !isForScripts(cookie))
      .map((cookie) => ({
        variant: 'missing',
        severity: cookie.isSession ? 5.3 : 3.1,
        cwe: 1004,
        title: cookie.isSession ? 'Scripts may read the session cookie' : 'Scripts may read a cookie',
        fix: 'Set the cookie with HttpOnly.',
        parameter: cookie.name,
        ofSite: true as const,
      })),
});
