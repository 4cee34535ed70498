import { type Exchange, hasText, isPage, valuesOf } from './exchange.ts';
import { elementsIn, type PageElement, readableText } from './html.ts';
import { defineRule, type Problem } from './rule.ts';

const NAME = /^(?:.*[._-])?(?:new|old|current|confirm)?_?(?:password|passwd|passphrase|pwd)\d?$/i;
/** Shorter values occur in any page by chance. */
const MINIMUM_CHARS = 6;

function problem(variant: string, title: string, fix: string): Problem {
  return { variant, severity: 7.5, cwe: 549, title, fix };
}

/** Values of fields that are named like passwords, in a form's or a JSON body. */
function passwordsSent(exchange: Exchange): readonly string[] {
  const type = valuesOf(exchange.requestHeaders, 'content-type')[0] ?? '';
  const fields = type.includes('json')
    ? jsonFields(exchange.requestBody)
    : [...new URLSearchParams(exchange.requestBody)];
  return fields
    .filter(([name, value]) => NAME.test(name) && value.length >= MINIMUM_CHARS)
    .map(([, value]) => value);
}

function jsonFields(body: string): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  try {
    JSON.parse(body, (name, value: unknown) => {
      if (typeof value === 'string') found.push([name, value]);
      return value;
    });
  } catch {
    // Broken JSON carries no field that the product would have understood.
  }
  return found;
}

function passwordFields(exchange: Exchange): readonly PageElement[] {
  if (!isPage(exchange)) return [];
  return elementsIn(exchange).filter(
    ({ name, attributes }) => name === 'input' && attributes.get('type')?.toLowerCase() === 'password',
  );
}

export default defineRule({
  name: 'password-echo',
  proves: ['SEC-08/leaks'],
  needs: 'an answer with text to a request with a password, or with a password field',
  applies: (exchange) =>
    hasText(exchange) && (passwordsSent(exchange).length > 0 || passwordFields(exchange).length > 0),
  problems(exchange) {
    const text = readableText(exchange.responseBody);
    const echoed = passwordsSent(exchange).some((password) => text.includes(password));
    const isFilled = ({ attributes }: PageElement) => (attributes.get('value') ?? '') !== '';
    const filled = !echoed && passwordFields(exchange).some(isFilled);
    return [
      ...(echoed
        ? [
            problem(
              'echoed',
              'The answer repeats the password that was sent',
              'Never put a password into an answer.',
            ),
          ]
        : []),
      ...(filled
        ? [problem('filled', 'A password field comes filled in', 'Leave password fields empty.')]
        : []),
    ];
  },
});
