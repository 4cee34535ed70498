import { hasText } from './exchange.ts';
import { readableText } from './html.ts';
import { defineRule } from './rule.ts';

/** The header alone is documentation; with key material after it, it is a key. */
const KEY = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,300}?[A-Za-z0-9+/=]{40}/;

export default defineRule({
  name: 'private-key',
  proves: ['SEC-08/leaks'],
  needs: 'an answer with text',
  applies: hasText,
  problems(exchange) {
    if (!KEY.test(readableText(exchange.responseBody))) return [];
    return [
      {
        variant: 'shown',
        severity: 9.8,
        cwe: 522,
        title: 'The answer holds a private key',
        fix: 'Replace the key pair now, then remove the key from what the server may send.',
      },
    ];
  },
});
