import { answered, hasText } from './exchange.ts';
import { defineRule } from './rule.ts';

/** What only a framework's debug mode puts into an answer. */
const MARKS = [
  /<title>[^<]{0,200}\/\/ Werkzeug Debugger<\/title>/i,
  /You're seeing this error because you have <code>DEBUG = True<\/code>/,
  /Using the URLconf defined in <code>/,
  /<title>phpinfo\(\)<\/title>|<h1 class="p">PHP Version \d/,
  /<title>Action Controller: Exception caught<\/title>/,
  /window\.ignite\s*\(|<title>[^<]{0,200}Whoops! There was an error/i,
  /<title>[^<]{0,200}\(\d{3} [\w ]{1,40}\)<\/title>[\s\S]{0,4000}Symfony Exception/,
  /<h1>Server Error in '[^']{0,100}' Application\./,
  /<title>Better Errors|id="__web_console"|__nextjs_original-stack-frame/,
];
const HEADERS = ['x-debug-token-link', 'x-debug-exception'];

export default defineRule({
  name: 'debug-page',
  proves: ['SEC-08/leaks'],
  needs: 'an answer with text',
  applies: hasText,
  problems(exchange) {
    const marked = MARKS.some((mark) => mark.test(exchange.responseBody));
    if (!marked && !HEADERS.some((name) => answered(exchange, name) !== undefined)) return [];
    return [
      {
        variant: 'shown',
        severity: 7.5,
        cwe: 489,
        title: "The answer comes from a framework's debug mode",
        fix: 'Switch debug mode off wherever the product can be reached.',
      },
    ];
  },
});
