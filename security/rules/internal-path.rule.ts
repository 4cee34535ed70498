import { hasText } from './exchange.ts';
import { readableText } from './html.ts';
import { defineRule } from './rule.ts';

const FOLDERS = String.raw`(?:\/home\/[\w.-]+|\/root|\/usr\/(?:src|local|lib)|\/var\/(?:www|lib|task)|\/srv|\/opt|\/Users\/[\w.-]+|[A-Z]:\\(?:Users|inetpub|Windows)(?=\\))`;
const ENDINGS = String.raw`(?:[cm]?[jt]sx?|py|rb|php|java|go|cs|sql|sqlite|env|conf|ini|log|pem|key)`;
/** A path on a server's disk to a file that people do not browse to; a link or an address has the same form and is none. */
const PATH = new RegExp(
  String.raw`(?<![\w.:/~-])(?:file:\/\/)?${FOLDERS}[\\/][\w.@\\/-]{1,300}\.${ENDINGS}\b`,
);
const LINKS = /\b(?:href|src|action|content|data-[\w-]+)\s*=\s*(?:"[^"]*"|'[^']*')/gi;

export default defineRule({
  name: 'internal-path',
  proves: ['SEC-08/leaks'],
  needs: 'an answer with text',
  applies: hasText,
  problems(exchange) {
    if (!PATH.test(readableText(exchange.responseBody.replaceAll(LINKS, '')))) return [];
    return [
      {
        variant: 'shown',
        severity: 4.3,
        cwe: 497,
        title: "The answer shows a path on the server's disk",
        fix: 'Remove the path from the answer; keep it in the log.',
      },
    ];
  },
});
