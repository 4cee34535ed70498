import { defineRule } from './rule.ts';
import { cookiesSet, type SetCookie } from './set-cookie.ts';

const KNOWN = ['strict', 'lax', 'none'];

function problemOf(cookie: SetCookie) {
  const value = cookie.sameSite?.toLowerCase() ?? '';
  const common = { cwe: 1275, parameter: cookie.name, ofSite: true as const };
  if (!KNOWN.includes(value)) {
    const title = 'The cookie states no SameSite: what other sites may send with it is up to the browser';
    const fix = 'Set the cookie with SameSite=Lax or SameSite=Strict.';
    return [{ ...common, variant: 'missing', severity: cookie.isSession ? 4.3 : 3.1, title, fix }];
  }
  if (value !== 'none' || !cookie.isSession) return [];
  const title = 'The session cookie travels with requests that other sites cause (SameSite=None)';
  const fix =
    'Use SameSite=Lax; where other sites must embed the product, protect every change with a CSRF token.';
  return [{ ...common, variant: 'none', severity: 4.3, title, fix }];
}

export default defineRule({
  name: 'cookie-samesite',
  proves: ['SEC-08/cookies'],
  needs: 'an answer that sets a cookie',
  applies: (exchange) => cookiesSet(exchange).length > 0,
  problems: (exchange) => cookiesSet(exchange).flatMap(problemOf),
});
