import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './mixed-content.rule.ts';

const XHTML = { 'Content-Type': 'application/xhtml+xml' };
const page = (body: string): Sample => ({ url: 'https://shop.test/', body });

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['a script', page('<script src="http://cdn.test/a.js"></script>'), ['active']],
  ['a style sheet', page('<link rel=stylesheet href=http://cdn.test/a.css>'), ['active']],
  ['a form', page('<form action="http://shop.test/login" method="post">'), ['active']],
  ['a picture', page("<img alt='' src='http://cdn.test/a.png'>"), ['passive']],
  ['a link to leave by', page('<a href="http://other.test/">Other</a>'), []],
  ['a canonical link', page('<link rel="canonical" href="http://shop.test/">'), []],
  ['https throughout', page('<script src="https://cdn.test/a.js"></script>'), []],
  [
    'an angle in a value before',
    page('<script data-a="a > b" src="http://cdn.test/a.js"></script>'),
    ['active'],
  ],
  ['an address in entities', page('<script src="http&colon;&sol;&sol;cdn.test/a.js"></script>'), ['active']],
  ['a base over http', page('<base href="http://cdn.test/"><script src="/a.js"></script>'), ['active']],
  ['without scripts', page('<noscript><img src="http://cdn.test/a.png"></noscript>'), ['passive']],
  ['a template', page('<template><script src="http://cdn.test/a.js"></script></template>'), ['active']],
  [
    'behind an empty script of XHTML',
    { ...page('<script src="/a.js"/><img src="http://cdn.test/a.png"/>'), headers: XHTML },
    ['passive'],
  ],
  ['a comment', page('<!-- <script src="http://cdn.test/a.js"></script> -->'), []],
  ['the text of a script', page(`<script>const s = '<img src="http://cdn.test/a.png">';</script>`), []],
  ['the own machine', page('<iframe src="http://localhost:3000/"></iframe>'), []],
  ['a page over http', { body: '<script src="http://cdn.test/a.js"></script>' }, 'does not apply'],
])('%s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
