import { isPage, isSuccess } from './exchange.ts';
import { defineRule } from './rule.ts';

const MARKS = [
  /<title>Index of \/[^<]*<\/title>/i,
  /<title>Directory listing (?:for|of) \/?[^<]*<\/title>/i,
  /<title>listing directory \/[^<]*<\/title>/i,
  /\[To Parent Directory\]<\/a>/i,
];

export default defineRule({
  name: 'directory-listing',
  proves: ['SEC-08/leaks'],
  needs: 'a successful HTML page',
  applies: (exchange) => isPage(exchange) && isSuccess(exchange),
  problems(exchange) {
    if (!MARKS.some((mark) => mark.test(exchange.responseBody))) return [];
    return [
      {
        variant: 'shown',
        severity: 5.3,
        cwe: 548,
        title: 'The server lists the files of a folder',
        fix: 'Switch directory listings off; serve an index page or 404.',
      },
    ];
  },
});
