import { answered, isPage, isSuccess, mediaType, type Exchange } from './exchange.ts';
import { defineRule } from './rule.ts';

/** Where a browser that guesses types does harm: pages and scripts run, other content mostly does not. */
function isRunnable(exchange: Exchange): boolean {
  return isPage(exchange) || mediaType(exchange).includes('javascript');
}

export default defineRule({
  name: 'content-type-options',
  proves: ['SEC-08/headers'],
  needs: 'a successful answer with a body',
  applies: (exchange) => isPage(exchange) || (isSuccess(exchange) && exchange.responseBody !== ''),
  problems(exchange) {
    if (answered(exchange, 'x-content-type-options')?.trim().toLowerCase() === 'nosniff') return [];
    return [
      {
        variant: 'missing',
        severity: isRunnable(exchange) ? 4.3 : 3.1,
        cwe: 693,
        title: 'Browsers may guess the content type (no X-Content-Type-Options: nosniff)',
        fix: 'Send X-Content-Type-Options: nosniff with every answer.',
      },
    ];
  },
});
