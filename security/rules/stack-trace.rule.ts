import { hasText } from './exchange.ts';
import { readableText } from './html.ts';
import { defineRule } from './rule.ts';

/** One frame of each language; two of one kind make a trace, so that prose about errors is none. */
const FRAMES = [
  /^\s*at .{0,200}?\(?(?:node:|file:\/\/|[A-Za-z]:\\|\/)[^\s()]{1,300}:\d+:\d+\)?/gm, // JavaScript
  /^\s*at [\w.$<>/]{1,200}\((?:[\w$]+\.(?:java|kt|scala):\d+|Native Method|Unknown Source)\)/gm, // JVM
  /^\s*at [\w.`<>[\], ]{1,200}\(.{0,200}\) in .{1,200}:line \d+/gm, // .NET
  /^\s*File "[^"\n]{1,300}", line \d+, in \S+/gm, // Python
  /^#\d+ \/?[^\s(]{1,300}\(\d+\): /gm, // PHP
  /^\s*\/[^\s:]{1,300}\.go:\d+ \+0x[0-9a-f]+/gm, // Go
  /^\s*(?:from )?\/[^\s:]{1,300}\.rb:\d+:in [`'][^'\n]+'/gm, // Ruby
];
const ENOUGH = 2;

export default defineRule({
  name: 'stack-trace',
  proves: ['SEC-08/leaks'],
  needs: 'an answer with text',
  applies: hasText,
  problems(exchange) {
    const text = readableText(exchange.responseBody);
    if (!FRAMES.some((frame) => (text.match(frame)?.length ?? 0) >= ENOUGH)) return [];
    return [
      {
        variant: 'shown',
        severity: 5.3,
        cwe: 209,
        title: 'The answer shows a stack trace',
        fix: 'Answer errors with a code and a request id; write the trace to the log only.',
      },
    ];
  },
});
