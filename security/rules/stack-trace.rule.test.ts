import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './stack-trace.rule.ts';

const json = { 'Content-Type': 'application/json' };

test.each<[string, Sample]>([
  [
    'of JavaScript in a page',
    {
      body: '<pre>Error: x<br> &nbsp; &nbsp;at f (/app/a.js:1:2)<br> &nbsp; &nbsp;at node:internal/x:3:4</pre>',
    },
  ],
  [
    'of JavaScript in JSON',
    {
      headers: json,
      body: JSON.stringify({
        stack: 'Error: x\n    at f (file:///app/a.ts:1:2)\n    at async g (/b.ts:3:4)',
      }),
    },
  ],
  [
    'of JavaScript, spelt in entities',
    { body: '<p>Error&colon; x&NewLine;at f &lpar;/app/a.js:1:2&rpar;&NewLine;at g &lpar;/b.js:3:4&rpar;' },
  ],
  ['of Java', { body: 'java.lang.X: no\n\tat a.b.C.d(C.java:12)\n\tat a.b.C.<init>(C.java:7)' }],
  [
    'of Python',
    {
      body: 'Traceback (most recent call last):\n  File "/a.py", line 3, in f\n    g()\n  File "/b.py", line 9, in g\n',
    },
  ],
  ['of PHP', { body: '#0 /var/www/a.php(12): f()\n#1 /var/www/b.php(3): g()\n#2 {main}' }],
  ['of .NET', { body: '   at A.B(String s) in C:\\src\\A.cs:line 3\n   at A.C() in C:\\src\\A.cs:line 9' }],
  ['of Go', { body: 'goroutine 1 [running]:\nmain.f()\n\t/src/a.go:3 +0x1d\nmain.g()\n\t/src/b.go:4 +0x2a' }],
  ['of Ruby', { body: "/app/a.rb:3:in `f'\n\tfrom /app/b.rb:4:in `g'" }],
])('finds a trace %s', (_, sample) => {
  expect(variantsIn(rule, sample)).toEqual(['shown']);
});

test.each<[string, Sample, readonly string[] | 'does not apply']>([
  ['prose', { body: '<p>Look at the error at line 12:3 in your file.</p>' }, []],
  ['one frame in a tutorial', { body: '<pre>    at f (/app/a.js:1:2)</pre>' }, []],
  ['an error with a code', { headers: json, body: '{"error":{"code":"INTERNAL"}}' }, []],
  ['a picture', { headers: { 'Content-Type': 'image/png' }, body: 'x' }, 'does not apply'],
])('finds nothing in %s', (_, sample, expected) => {
  expect(variantsIn(rule, sample)).toEqual(expected);
});
