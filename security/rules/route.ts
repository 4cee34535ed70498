const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PIECE = /[^-._~]+/g;

/** A piece of a path that another run would give another value: a number, a hash, a random token. */
function isRandom(piece: string): boolean {
  if (/^\d+$/.test(piece)) return true;
  const digits = /\d/.test(piece);
  if (digits && /^[0-9a-f]{8,}$/i.test(piece)) return true;
  return piece.length >= (digits ? 16 : 32);
}

function segment(text: string): string {
  if (UUID.test(text)) return ':id';
  // An encoded random token may hold separators of its own.
  if (text.length >= 20 && /^[\w-]+$/.test(text) && /\d/.test(text) && /[A-Z]/.test(text)) return ':id';
  return text.replace(PIECE, (piece) => (isRandom(piece) ? ':id' : piece));
}

/**
 * The path with ids, numbers and hashes replaced by `:id`, and the query's names without values: the same for the same page in
 * every run. Holds no secret that travelled in a value.
 */
export function routeOf(url: string): string {
  const { pathname, searchParams } = new URL(url);
  const path = pathname.split('/').map(segment).join('/');
  const names = [...new Set(searchParams.keys())].sort();
  return names.length === 0 ? path : `${path}?${names.join('&')}`;
}
