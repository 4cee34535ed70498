const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** `GET /workflows/{id}`, from a line that begins with method and path: where one goes, whichever thing it is of. */
export function wayOf(line: string): string {
  const [method = '', path = ''] = line.split(' ');
  return `${method} ${path.replace(/[?#].*$/, '').replace(ID, '{id}')}`;
}

/** Where the links and forms of a page lead, but for its beginning, which asks nobody. */
export function waysIn(page: string): readonly string[] {
  const links = [...page.matchAll(/<a [^>]*href="(\/[^"]+)"/g)].map(([, path]) => `GET ${path}`);
  const forms = [...page.matchAll(/<form [^>]*method="(\w+)" action="([^"]+)"/g)].map(
    ([, method = '', path]) => `${method.toUpperCase()} ${path}`,
  );
  return [...links, ...forms].map(wayOf);
}
