import { type Exchange, isHttps, isPage } from './exchange.ts';
import { elementsIn, type PageElement } from './html.ts';
import { defineRule } from './rule.ts';

/** Content that browsers run or obey, by tag and the attribute that names it. */
type Loading = Readonly<Record<string, string>>;
const ACTIVE: Loading = { script: 'src', iframe: 'src', object: 'data', embed: 'src', form: 'action' };
const PASSIVE: Loading = { img: 'src', audio: 'src', video: 'src', source: 'src' };

/** The address that an element loads from, if it is one of these. */
function sourceOf({ name, attributes }: PageElement, loading: Loading): string | undefined {
  const attribute = Object.hasOwn(loading, name) ? loading[name] : undefined;
  return attribute === undefined ? undefined : attributes.get(attribute);
}

function styleOf({ name, attributes }: PageElement): string | undefined {
  const isLoaded = name === 'link' && /stylesheet|preload|manifest/i.test(attributes.get('rel') ?? '');
  return isLoaded ? attributes.get('href') : undefined;
}

/** An http address is no risk on the browser's own machine. */
function isPlain(address: string, base: URL): boolean {
  const { protocol, hostname } = URL.parse(address.trim(), base) ?? { protocol: '', hostname: '' };
  return protocol === 'http:' && !/^(?:localhost|127\.)/i.test(hostname);
}

/** Addresses are relative to the page, or to the first `<base>` that says to what. */
function baseOf({ url }: Exchange, elements: readonly PageElement[]): URL {
  const named = elements.find((one) => one.name === 'base' && one.attributes.has('href'));
  return URL.parse(named?.attributes.get('href') ?? '', url) ?? new URL(url);
}

export default defineRule({
  name: 'mixed-content',
  proves: ['SEC-08/tls'],
  needs: 'an HTML page over https',
  applies: (exchange) => isHttps(exchange) && isPage(exchange),
  problems(exchange) {
    const elements = elementsIn(exchange);
    const base = baseOf(exchange, elements);
    const loads = (address: (element: PageElement) => string | undefined) =>
      elements.flatMap((one) => address(one) ?? []).some((one) => isPlain(one, base));
    const fix = 'Load everything over https.';
    if (loads((one) => sourceOf(one, ACTIVE)) || loads(styleOf)) {
      const title = 'An https page runs, obeys or submits to something over plain http';
      return [{ variant: 'active', severity: 6.1, cwe: 319, title, fix }];
    }
    if (!loads((one) => sourceOf(one, PASSIVE))) return [];
    const title = 'An https page shows pictures or media over plain http';
    return [{ variant: 'passive', severity: 3.1, cwe: 319, title, fix }];
  },
});
