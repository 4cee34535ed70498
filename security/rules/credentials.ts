import { type HeaderLine, valuesOf } from './exchange.ts';
import { isSessionName } from './set-cookie.ts';

/**
 * Whether a request was sent as a signed-in user, as far as its headers tell: a token, or a cookie that is named like a session's.
 * A source that knows what it sent knows better.
 */
export function carriesCredentials(requestHeaders: readonly HeaderLine[]): boolean {
  if (valuesOf(requestHeaders, 'authorization').length > 0) return true;
  return valuesOf(requestHeaders, 'cookie')
    .flatMap((value) => value.split(';'))
    .some((pair) => isSessionName(pair.split('=')[0]?.trim() ?? ''));
}
