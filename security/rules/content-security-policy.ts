import { type Exchange, valuesOf } from './exchange.ts';
import { metaContents, type PageElement } from './html.ts';

/** Directive names in lower case to their sources in lower case (nonces and hashes lose their case; nothing compares them). */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** Of a directive that is named twice the first counts, as in browsers. */
function parsePolicy(text: string): Policy {
  const policy = new Map<string, readonly string[]>();
  for (const directive of text.split(';')) {
    const [name, ...sources] = directive.trim().toLowerCase().split(/\s+/);
    if (name !== undefined && name !== '' && !policy.has(name)) policy.set(name, sources);
  }
  return policy;
}

/** The enforced policies of a response's headers; one header may hold several, divided by commas. */
export function headerPolicies(exchange: Exchange): readonly Policy[] {
  return valuesOf(exchange.responseHeaders, 'content-security-policy')
    .flatMap((value) => value.split(','))
    .filter((value) => value.trim() !== '')
    .map(parsePolicy);
}

/** The page's enforced policies, from headers and `<meta>` in its head. Report-only ones enforce nothing and do not count. */
export function pagePolicies(exchange: Exchange): readonly Policy[] {
  const inHead = ({ parent }: PageElement) => parent === 'head';
  const meta = metaContents(exchange, 'http-equiv', 'content-security-policy', inHead);
  return [...headerPolicies(exchange), ...meta.map(parsePolicy)];
}
