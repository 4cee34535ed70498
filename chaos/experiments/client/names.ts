/** What a client makes says by its name whose it is: so that it is known wherever it is seen. */
export interface Names {
  readonly tenant: string;
  readonly of: (kind: Kind, number: number) => string;
}

/** A workflow that is run, a workflow whose name is a value, an upload. */
type Kind = 'w' | 'v' | 'u';

const NAME = /kept-(.+?)-[0-9a-f]{8}-([wvu])\d+/;

/** `nonce`: eight hex digits of this run's own. */
export function namesFor(tenant: string, nonce: string): Names {
  return { tenant, of: (kind, number) => `kept-${tenant}-${nonce}-${kind}${number}` };
}

/** The name in a text, of that kind and this run, whosever it is. */
export function nameIn(
  text: string,
  kind: Kind,
  nonce: string,
): { readonly name: string; readonly owner: string } | undefined {
  const [name, owner = '', found] = NAME.exec(text) ?? [];
  return name !== undefined && found === kind && name.includes(`-${nonce}-`) ? { name, owner } : undefined;
}
