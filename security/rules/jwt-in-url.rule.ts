import { answered, type Exchange } from './exchange.ts';
import { defineRule } from './rule.ts';

const JWT = /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/;

/** Where in a URL a token stands: a parameter's name, or the path. The fragment never leaves the browser. */
function placesOf(url: URL): readonly string[] {
  const parameters = [...url.searchParams].filter(([, value]) => JWT.test(value)).map(([name]) => name);
  return JWT.test(url.pathname) ? [...parameters, 'path'] : parameters;
}

function urlsOf(exchange: Exchange): readonly URL[] {
  const location = answered(exchange, 'location');
  const urls = location === undefined ? [exchange.url] : [exchange.url, location];
  return urls.filter((url) => URL.canParse(url, exchange.url)).map((url) => new URL(url, exchange.url));
}

export default defineRule({
  name: 'jwt-in-url',
  proves: ['SEC-08/leaks'],
  needs: 'a request',
  applies: () => true,
  problems: (exchange) =>
    [...new Set(urlsOf(exchange).flatMap(placesOf))].map((parameter) => ({
      variant: 'shown',
      severity: 6.5,
      cwe: 598,
      title: 'A JSON Web Token travels in a URL, and so into logs, histories and referrers',
      fix: 'Send the token in the Authorization header or an HttpOnly cookie.',
      parameter,
    })),
});
