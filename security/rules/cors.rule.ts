import { answered, type Exchange, isPersonal, valuesOf } from './exchange.ts';
import { defineRule, type Problem } from './rule.ts';

const FIX =
  'Answer Access-Control-Allow-Origin only to origins from a fixed list, compared as whole strings.';

const REFLECTED_WITH_CREDENTIALS: Problem = {
  variant: 'reflected-with-credentials',
  severity: 8.1,
  cwe: 942,
  title: "Any site may read answers with the visitor's cookies (CORS reflects every origin with credentials)",
  fix: FIX,
};

const NULL_WITH_CREDENTIALS: Problem = {
  variant: 'null-with-credentials',
  severity: 7.5,
  cwe: 942,
  title: 'A sandboxed frame of any site may read answers with cookies (CORS allows the origin null)',
  fix: FIX,
};

const WILDCARD_WITH_CREDENTIALS: Problem = {
  variant: 'wildcard-with-credentials',
  severity: 5.3,
  cwe: 942,
  title: 'CORS allows every origin and asks for credentials; browsers refuse it, other clients may not',
  fix: FIX,
};

const OPEN_TO_ALL: Problem = {
  variant: 'open',
  severity: 4.3,
  cwe: 942,
  title: "Any site may read a signed-in user's answer once it has a token (CORS allows every origin)",
  fix: FIX,
};

const originOf = (exchange: Exchange) => valuesOf(exchange.requestHeaders, 'origin')[0];

function isForeign(exchange: Exchange): boolean {
  const origin = originOf(exchange);
  return origin !== undefined && !exchange.ownOrigins.includes(origin);
}

function problemOf(exchange: Exchange, allowed: string): Problem | undefined {
  const credentials = answered(exchange, 'access-control-allow-credentials')?.trim() === 'true';
  const reflected = isForeign(exchange) && allowed === originOf(exchange);
  if (credentials && allowed === 'null') return NULL_WITH_CREDENTIALS;
  if (credentials && reflected) return REFLECTED_WITH_CREDENTIALS;
  if (credentials && allowed === '*') return WILDCARD_WITH_CREDENTIALS;
  // Public answers may be open to all.
  return (reflected || allowed === '*') && isPersonal(exchange) ? OPEN_TO_ALL : undefined;
}

export default defineRule({
  name: 'cors',
  proves: ['SEC-08/cors'],
  needs: 'a request from a foreign origin, or an answer that allows origins',
  applies: (exchange) =>
    isForeign(exchange) || answered(exchange, 'access-control-allow-origin') !== undefined,
  problems(exchange) {
    const allowed = answered(exchange, 'access-control-allow-origin')?.trim();
    const problem = allowed === undefined ? undefined : problemOf(exchange, allowed);
    return problem === undefined ? [] : [problem];
  },
});
