import { createRequire } from 'node:module';
import type * as entities from 'entities';
import type * as parse5 from 'parse5';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';
import { type Exchange, mediaType } from './exchange.ts';

/** Rules are loaded by every run, and what they read pages with by those that look at one. */
const load = createRequire(import.meta.url);

/** An element of a page, as a browser makes it of the text. */
export interface PageElement {
  /** In lower case, as names of attributes are. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** The name of the element that it stands in. */
  readonly parent: string;
}

const known = new WeakMap<Exchange, readonly PageElement[]>();

/** The elements of the page that an answer is, in order: parsed once, however many rules ask. */
export function elementsIn(exchange: Exchange): readonly PageElement[] {
  const before = known.get(exchange);
  if (before !== undefined) return before;
  const isXml = mediaType(exchange) === 'application/xhtml+xml';
  const elements = elementsOf(isXml ? withEndTags(exchange.responseBody) : exchange.responseBody);
  known.set(exchange, elements);
  return elements;
}

/** Elements whose content HTML takes for text up to their end tag, and which XML lets end in their own tag. */
const EMPTY = /<(script|style|title|textarea|iframe|noscript)\b((?:[^<>"']|"[^"]*"|'[^']*')*)\/>/gi;

function withEndTags(xhtml: string): string {
  return xhtml.replaceAll(EMPTY, '<$1$2></$1>');
}

/** What stands in comments and in scripts is no element; what waits in a template, or for a browser without scripts, is. */
export function elementsOf(html: string): readonly PageElement[] {
  const { parse } = load('parse5') as typeof parse5;
  const found: PageElement[] = [];
  const waiting: { readonly node: Tree.Node; readonly parent: string }[] = [];
  const push = ({ childNodes }: Tree.ParentNode, parent: string) => {
    for (const node of childNodes.toReversed()) waiting.push({ node, parent });
  };
  push(parse(html, { scriptingEnabled: false }), '');
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, parent } = next;
    if (!('tagName' in node)) continue;
    const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]));
    found.push({ name: node.tagName, attributes, parent });
    push(node, node.tagName);
    if ('content' in node) push(node.content, node.tagName);
  }
  return found;
}

/** The `content` of each `<meta key="value">`, as far as it stands where it counts. */
export function metaContents(
  exchange: Exchange,
  key: string,
  value: string,
  counts: (meta: PageElement) => boolean = () => true,
): readonly string[] {
  return elementsIn(exchange)
    .filter((one) => one.name === 'meta' && one.attributes.get(key)?.trim().toLowerCase() === value)
    .filter(counts)
    .map(({ attributes }) => attributes.get('content') ?? '');
}

/** Text whose characters are themselves, and not how HTML spells them. */
export function decodeEntities(text: string): string {
  const { decodeHTMLStrict } = load('entities') as typeof entities;
  return decodeHTMLStrict(text).replaceAll('\u00a0', ' ');
}

/** Text as a reader sees it: what HTML or a JSON string escaped is itself again, so that one pattern fits pages and APIs. */
export function readableText(body: string): string {
  return decodeEntities(
    body
      .replaceAll(/<br\s*\/?>/gi, '\n')
      .replaceAll(/\\r?\\n|\\n/g, '\n')
      .replaceAll('\\"', '"')
      .replaceAll('\\/', '/'),
  );
}
