import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import { runPlain } from './cli.ts';
import { closedUrl, startTinyServer, type TinyServer } from './tiny-server.ts';

let checkout: Checkout;
let server: TinyServer;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
});
afterAll(async () => {
  await server.close();
  await checkout.remove();
});

// On the reference target: side-by-side.long.test.ts.
it('two loads at once do not collide', async () => {
  const before = checkout.runs().length;
  const file = checkout.stranger(
    'load.js',
    `import http from 'k6/http';
import { check } from 'k6';
export const options = { vus: 1, duration: '2s' };
export default () => { check(http.get(\`\${__ENV.BASE_URL}/api/hello\`), { ok: (r) => r.status === 200 }); };`,
  );
  for (const { code, said } of await Promise.all([1, 2].map(() => runPlain(checkout, file, server.url))))
    expect(code, said).toBe(0);
  expect(checkout.runs().length - before).toBe(2);
});

it('runs that start at the same moment leave each other alone', async () => {
  const before = checkout.runs().length;
  const file = checkout.stranger(
    'any.test.ts',
    `import { test } from 'vitest';\ntest('any', () => undefined);`,
  );
  // Each ends at once: there is no target.
  const closed = await closedUrl();
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => runPlain(checkout, file, closed)));
  for (const { code, said } of outcomes) {
    expect(said).toMatch(/not healthy|refused/i);
    expect(said).not.toMatch(/could not be (written|made)/);
    expect(code, said).toBe(2);
  }
  expect(checkout.runs().length - before).toBe(outcomes.length);
});
