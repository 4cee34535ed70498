import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

/** Something that a browser gets. */
export interface Shipped {
  /** Relative to the front end. */
  readonly path: string;
  readonly kind: 'page' | 'asset' | 'map';
  readonly status: number;
  readonly bytes: Buffer;
  /** Its head, a line each. */
  readonly head: string;
}

/** A front end whose pages have no end is not looked at whole. */
const SORTS_AT_MOST = 100;
const ID = /[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g;

/**
 * Every page that links and redirects lead to from there on, as whoever those headers are, and what these load from that front end: scripts, styles,
 * pictures; what scripts name in turn; and source maps, also those that nothing names. Of pages that differ in ids only two. Throws where
 * there are more sorts of pages than it looks at.
 */
export async function shippedBy(
  base: string,
  start: readonly string[],
  headers: Readonly<Record<string, string>>,
): Promise<readonly Shipped[]> {
  const got = new Map<string, Shipped>();
  const seen = new Map<string, number>();
  const get = async (path: string, kind: Shipped['kind']) => {
    const known = got.get(path);
    if (known !== undefined) return known;
    const answer = await fetch(`${base}${path}`, { headers, redirect: 'manual' });
    const head = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    const one = { path, kind, status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), head };
    got.set(path, one);
    return one;
  };
  const pages = [...start];
  const assets = new Set<string>();
  for (let path = pages.shift(); path !== undefined; path = pages.shift()) {
    const sort = path.replace(ID, ':id').replace(/=[^&]*/g, '=');
    seen.set(sort, (seen.get(sort) ?? 0) + 1);
    if (seen.size > SORTS_AT_MOST)
      throw new Error(
        `${base} has more than ${SORTS_AT_MOST} sorts of pages, such as ${path}: not all were looked at`,
      );
    if ((seen.get(sort) ?? 0) > 2) continue;
    const { bytes, head } = await get(path, 'page');
    const to = /^location: (.*)$/m.exec(head)?.[1];
    if (to !== undefined) pages.push(...here([to], base, path));
    if (!/^content-type: .*html/m.test(head)) continue;
    const { links, loads } = namedIn(bytes.toString(), base, path);
    pages.push(...links);
    for (const one of loads) assets.add(one);
  }
  for (const path of assets) {
    const { bytes, head } = await get(path, 'asset');
    const text = bytes.toString();
    const named = [...text.matchAll(/[#@]\s*sourceMappingURL=(\S+)/g)].map(([, one]) => one ?? '');
    const told = /^sourcemap: (.*)$/m.exec(head)?.[1];
    const maps = [
      ...named,
      ...(told === undefined ? [] : [told]),
      ...(/\.(?:m?js|css)(?:\?|$)/.test(path) ? [`${path.split('?')[0]}.map`] : []),
    ];
    for (const one of maps) {
      const inside = /^data:[^,]*;base64,(.*)$/.exec(one)?.[1];
      if (inside !== undefined)
        got.set(`${path}#map`, {
          path: `${path}#map`,
          kind: 'map',
          status: 200,
          bytes: Buffer.from(inside, 'base64'),
          head: '',
        });
      else for (const own of here([one], base, path)) await get(own, 'map');
    }
    // Pieces that a script loads when they are needed.
    for (const one of here(
      [...text.matchAll(/["'`]([^"'`\s]+\.(?:m?js|css|json))["'`]/g)].map(([, name]) => name ?? ''),
      base,
      path,
    ))
      assets.add(one);
  }
  return [...got.values()];
}

const everyElement = (node: Tree.ParentNode): Tree.Element[] =>
  node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...everyElement(child)] : []));

function namedIn(html: string, base: string, page: string) {
  const all = everyElement(parse(html));
  const of = (tag: RegExp, attribute: string) =>
    all
      .filter(({ tagName }) => tag.test(tagName))
      .flatMap(({ attrs }) => attrs.filter(({ name }) => name === attribute).map(({ value }) => value));
  return {
    links: here(of(/^a$/, 'href'), base, page),
    loads: here([...of(/^(?:script|img|source|iframe)$/, 'src'), ...of(/^link$/, 'href')], base, page),
  };
}

/** Those that are of that front end, as paths. */
function here(names: readonly string[], base: string, page: string): readonly string[] {
  return names.flatMap((name) => {
    const url = URL.parse(name, `${base}${page}`);
    return url !== null && url.href.startsWith(`${base}/`)
      ? [url.href.slice(base.length).split('#')[0] ?? '']
      : [];
  });
}
