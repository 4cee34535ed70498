import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './internal-path.rule.ts';

test.each([
  'cannot open /home/deploy/shop/config.js',
  '{"file":"\\/var\\/www\\/shop\\/index.php"}',
  'Error in /usr/src/app/dist/server.js:10',
  'C:\\inetpub\\shop\\web.cs failed',
  'import file:///opt/shop/main.ts',
  '(/Users/jo.doe/shop/app.tsx)',
])('finds %s', (body) => {
  expect(variantsIn(rule, { body } satisfies Sample)).toEqual(['shown']);
});

test.each([
  '<a href="/home/settings/index.php">Home</a>',
  '<script src="/opt/vendor/a.js"></script>',
  'https://shop.test/home/user/app.js',
  'Files live below /var/www on this system.',
  'Press /home to go home',
  '"./opt/x/y.js"',
])('finds nothing in: %s', (body) => {
  expect(variantsIn(rule, { body } satisfies Sample)).toEqual([]);
});
