/** The product's base URLs by role (`web`, `api`), without a trailing slash. */
export type Sites = Readonly<Record<string, string>>;

/** The role that a URL belongs to; of bases that contain each other, the longest. Undefined for what is not the product's. */
export function siteOf(url: string, sites: Sites): string | undefined {
  const found = Object.entries(sites).filter(([, base]) => isBelow(url, base));
  return found.sort(([, one], [, other]) => other.length - one.length)[0]?.[0];
}

function isBelow(url: string, base: string): boolean {
  return url.startsWith(base) && ['', '/', '?', '#'].includes(url.slice(base.length, base.length + 1));
}

export function originsOf(sites: Sites): readonly string[] {
  return [...new Set(Object.values(sites).map((base) => new URL(base).origin))];
}
