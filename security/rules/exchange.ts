/** Name and value as they were on the wire, in order, repeated names kept. */
export type HeaderLine = readonly [name: string, value: string];

/** One request and its answer as a proxy or a browser recorded it: all that a passive rule may look at. */
export interface Exchange {
  /** The part of the product that answered: its URL role (`web`, `api`), or a host name where no role is known. */
  readonly site: string;
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** 0 when no answer came. */
  readonly status: number;
  readonly requestHeaders: readonly HeaderLine[];
  readonly requestBody: string;
  readonly responseHeaders: readonly HeaderLine[];
  /** Text, at most `MAX_BODY_CHARS` characters; empty for binary content. */
  readonly responseBody: string;
  /** The request carried a user's credentials; whether they were accepted shows in the status. */
  readonly authenticated: boolean;
  /** Origins of the product itself; any other is foreign. */
  readonly ownOrigins: readonly string[];
}

/** Bounds what the rules' patterns read. */
export const MAX_BODY_CHARS = 256 * 1024;

/** All values of a header, in order; the name's case does not matter. */
export function valuesOf(headers: readonly HeaderLine[], name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([one]) => one.toLowerCase() === wanted).map(([, value]) => value);
}

/** The first value of a response header. */
export function answered(exchange: Exchange, name: string): string | undefined {
  return valuesOf(exchange.responseHeaders, name)[0];
}

/** The media type in lower case without parameters; empty when the answer names none. */
export function mediaType(exchange: Exchange): string {
  return (answered(exchange, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** A page that a browser renders: HTML with a body, whatever its status; redirects are never rendered. */
export function isPage(exchange: Exchange): boolean {
  const html = ['text/html', 'application/xhtml+xml'].includes(mediaType(exchange));
  return html && exchange.responseBody !== '' && !(exchange.status >= 300 && exchange.status < 400);
}

export function isSuccess(exchange: Exchange): boolean {
  return exchange.status >= 200 && exchange.status < 300;
}

/** Carries something to read: what leak rules look through. */
export function hasText(exchange: Exchange): boolean {
  return exchange.responseBody !== '' && /^$|^text\/|json|xml|javascript|graphql/.test(mediaType(exchange));
}

export function isHttps(exchange: Exchange): boolean {
  return exchange.url.startsWith('https:');
}

/** Something that only a signed-in user gets: credentials were sent, and not refused. */
export function isPersonal(exchange: Exchange): boolean {
  return exchange.authenticated && isSuccess(exchange);
}
