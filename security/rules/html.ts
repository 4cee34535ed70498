/** An HTML tag's attributes, names in lower case, as far as a pattern can tell; a value without quotes ends at white space. */
export function attributesOf(tag: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const match of tag.matchAll(/([a-z][a-z0-9:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi)) {
    const name = match[1]?.toLowerCase() ?? '';
    if (!found.has(name)) found.set(name, decodeEntities(match[2] ?? match[3] ?? match[4] ?? ''));
  }
  return found;
}

/** All opening tags of that name, each as text. */
export function tagsOf(html: string, name: string): readonly string[] {
  return html.match(new RegExp(`<${name}\\b[^>]{0,4000}>`, 'gi')) ?? [];
}

/** The `content` of each `<meta key="value">`. */
export function metaContents(html: string, key: string, value: string): readonly string[] {
  return tagsOf(html, 'meta')
    .map(attributesOf)
    .filter((attributes) => attributes.get(key)?.toLowerCase() === value)
    .map((attributes) => attributes.get('content') ?? '');
}

/** The few entities that matter to what rules look for. */
export function decodeEntities(text: string): string {
  return text
    .replaceAll(/&#x27;|&#0?39;|&apos;/gi, "'")
    .replaceAll(/&#x2f;|&#47;/gi, '/')
    .replaceAll(/&quot;|&#34;/gi, '"')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
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
