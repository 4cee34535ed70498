import { expect, test } from 'vitest';
import { type Sample, variantsIn } from './sample-exchange.ts';
import rule from './debug-page.rule.ts';

test.each<[string, Sample]>([
  ['Werkzeug', { body: '<title>KeyError: x // Werkzeug Debugger</title>' }],
  ['Django', { body: "<p>You're seeing this error because you have <code>DEBUG = True</code></p>" }],
  ['PHP', { body: '<title>phpinfo()</title>' }],
  ['Rails', { body: '<title>Action Controller: Exception caught</title>' }],
  ['ASP.NET', { body: "<h1>Server Error in '/' Application.</h1>" }],
  ['Symfony', { headers: { 'X-Debug-Token-Link': '/_profiler/1' } }],
])('finds the debug mode of %s', (_, sample) => {
  expect(variantsIn(rule, sample)).toEqual(['shown']);
});

test.each(['<title>Server error</title>', '<p>How to switch DEBUG = True off</p>', '<a href="/phpinfo()">'])(
  'finds nothing in: %s',
  (body) => {
    expect(variantsIn(rule, { body })).toEqual([]);
  },
);
