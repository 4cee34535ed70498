import { expect, test } from 'vitest';
import { routeOf } from './route.ts';

test.each([
  ['http://a.test:8080/workflows/3f0c9b1e-5a53-4f0e-9a57-0a1b2c3d4e5f/runs', '/workflows/:id/runs'],
  ['http://a.test/users/42', '/users/:id'],
  ['http://a.test/assets/main-3fa9c1d2.js', '/assets/main-:id.js'],
  ['http://a.test/r/Zx81kQp0LmN3vB7sYt_-2c', '/r/:id'],
  ['http://a.test/files/clh3x2k9a0000qz8f1v2b3c4d', '/files/:id'],
  ['http://a.test/search?q=secret&page=2&q=x', '/search?page&q'],
  ['http://a.test/api/v1/metrics/baseline', '/api/v1/metrics/baseline'],
  ['http://a.test/', '/'],
])('%s → %s', (url, route) => {
  expect(routeOf(url)).toBe(route);
});
