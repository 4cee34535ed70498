import { headerPolicies } from './content-security-policy.ts';
import { answered, type Exchange, isPage } from './exchange.ts';
import { defineRule } from './rule.ts';

const ANY_HOST = /^(\*|https?:|(https?:\/\/)?\*)$/;

/** frame-ancestors counts in headers only, and where it is present browsers ignore X-Frame-Options. */
function isProtected(exchange: Exchange): boolean {
  const ancestors = headerPolicies(exchange).flatMap((policy) => {
    const sources = policy.get('frame-ancestors');
    return sources === undefined ? [] : [sources];
  });
  if (ancestors.length > 0) return ancestors.some((sources) => !sources.some((one) => ANY_HOST.test(one)));
  const option = answered(exchange, 'x-frame-options')?.trim().toLowerCase();
  return option === 'deny' || option === 'sameorigin';
}

export default defineRule({
  name: 'frame-protection',
  proves: ['SEC-08/headers'],
  needs: 'an HTML page',
  applies: isPage,
  problems(exchange) {
    if (isProtected(exchange)) return [];
    return [
      {
        variant: 'missing',
        severity: 4.3,
        cwe: 1021,
        title: 'Any site may show the page in a frame (clickjacking)',
        fix: "Send frame-ancestors 'none' or 'self' in the Content-Security-Policy header, or X-Frame-Options: DENY.",
      },
    ];
  },
});
