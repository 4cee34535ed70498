import { type Exchange, isPersonal, mediaType, valuesOf } from './exchange.ts';
import { defineRule } from './rule.ts';

/** Pages and data; scripts, styles and pictures are the same for everyone. */
function isPageOrData(exchange: Exchange): boolean {
  return exchange.responseBody !== '' && /html|json|csv|pdf|xml$/.test(mediaType(exchange));
}

function directivesOf(exchange: Exchange): readonly string[] {
  return valuesOf(exchange.responseHeaders, 'cache-control')
    .flatMap((value) => value.toLowerCase().split(','))
    .map((directive) => directive.trim().split('=')[0] ?? '');
}

const KEEPS_OUT = ['no-store', 'private', 'no-cache'];

export default defineRule({
  name: 'cache-control',
  proves: ['SEC-08/headers'],
  needs: 'a page or data answered to a signed-in user',
  applies: (exchange) => isPersonal(exchange) && isPageOrData(exchange),
  problems(exchange) {
    const directives = directivesOf(exchange);
    const fix = 'Send Cache-Control: no-store with what a signed-in user sees, or at least private.';
    if (directives.includes('public') || directives.includes('s-maxage')) {
      const title = "Shared caches may keep a signed-in user's data";
      return [{ variant: 'public', severity: 6.5, cwe: 525, title, fix }];
    }
    if (directives.some((directive) => KEEPS_OUT.includes(directive))) return [];
    const title = "Nothing keeps caches from storing a signed-in user's data";
    return [{ variant: 'missing', severity: 4.3, cwe: 525, title, fix }];
  },
});
