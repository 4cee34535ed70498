import type { Change } from '../mutant.ts';
import { always, blanked, changesBy, type Rule } from './found.ts';

/** Names of what is waited for, kept or let through. */
const TIME = String.raw`\w*(?:_MS|Ms|TIMEOUT|[tT]imeout|TTL|ttl|EVERY|WITHIN|BACKOFF|[bB]ackoff|DELAY|[dD]elay|[iI]nterval|SECONDS|[sS]econds|[wW]indow|[mM]axAge)`;
const AMOUNT = String.raw`\w*(?:LIMIT|[lL]imit|MAX|[mM]ax|MIN|[mM]in|MOST|LEAST|LONGEST|SIZE|[sS]ize|COUNT|ATTEMPTS|[aA]ttempts|RETRIES|[rR]etries|[cC]oncurrency|LENGTH|[lL]ength)`;
const NUMBER = String.raw`\d[\d_]*(?![\w.])`;

/** So many times as long. */
const longer = ([number]: RegExpExecArray) => [String(Number(number.replaceAll('_', '')) * 20)];
const shorter = ([number]: RegExpExecArray) => (Number(number.replaceAll('_', '')) > 20 ? ['1'] : []);
const oneMore = ([number]: RegExpExecArray) => [String(Number(number.replaceAll('_', '')) + 1)];

const RULES: readonly Rule[] = [
  { mutator: 'time', pattern: new RegExp(String.raw`(?<=\b${TIME} ?[:=] )${NUMBER}`, 'g'), instead: longer },
  { mutator: 'time', pattern: new RegExp(String.raw`(?<=\b${TIME} ?[:=] )${NUMBER}`, 'g'), instead: shorter },
  {
    mutator: 'off-by-one',
    pattern: new RegExp(String.raw`(?<=\b${AMOUNT} ?[:=] )${NUMBER}`, 'g'),
    instead: oneMore,
  },
  {
    mutator: 'off-by-one',
    pattern: new RegExp(
      String.raw`(?<=\.(?:min|max|length|gte|lte|gt|lt|default|slice)\((?:0, )?)${NUMBER}`,
      'g',
    ),
    instead: oneMore,
  },
  {
    mutator: 'off-by-one',
    pattern: new RegExp(String.raw`(?<= (?:<|<=|>|>=|===|\+|-) )${NUMBER}`, 'g'),
    instead: oneMore,
  },
  {
    mutator: 'header',
    pattern: /'(?:[a-z]+-)+[a-z]+'(?=\s*[:\],)])/g,
    instead: ([name]) => [`'x-${name.slice(1)}`],
  },
  {
    mutator: 'configuration',
    pattern:
      /(?<=^\s*)(?:httpOnly|secure|sameSite|signed|credentials|origin|methods|allowedHeaders|exposedHeaders|maxAge|path|keepAlive|removeOnComplete|removeOnFail|attempts|backoff|bodyLimit|trustProxy|requestTimeout|connectionTimeout|global|max|timeWindow|keyGenerator|ban|hook|cache|fileSize|files|fields|parts|pingInterval|pingTimeout|transports|maxHttpBufferSize): [^\n{}]*,\n/gm,
    instead: always('\n'),
  },
  {
    mutator: 'directive',
    pattern: /(?<=['"`;] ?)[a-z-]+(?: '[a-z-]+'| [a-z:*]+)*; ?(?=[a-z'"`])/g,
    instead: always(''),
  },
  { mutator: 'await-missing', pattern: /(?<=^\s*)await (?=[^;\n]*;$)/gm, instead: always('void ') },
  {
    mutator: 'await-doubled',
    pattern: /(?<=^\s*)await [\w.]+\([^;\n]*\);$/gm,
    instead: ([found]) => [`${found} ${found}`],
  },
  { mutator: 'transaction', pattern: /(?<=\()'commit'(?=\))/g, instead: always("'rollback'") },
  { mutator: 'transaction', pattern: /(?<=\()'rollback'(?=\))/g, instead: always("'commit'") },
  { mutator: 'transaction', pattern: /\bset local\b/g, instead: always('set') },
  {
    mutator: 'order-of-calls',
    pattern: /(?<=^\s*)(await [^;\n]*;)\n(\s*)(await [^;\n]*;)$/gm,
    instead: ([, one = '', space = '', other = '']) => [`${other}\n${space}${one}`],
  },
];

/** Changes of code where Stryker sees only numbers, strings or calls: limits, times, headers, settings, awaits, transactions. */
export function codeChanges(file: string, text: string): readonly Change[] {
  if (!/\.[cm]?[jt]sx?$/.test(file)) return [];
  return changesBy(RULES, blanked(text, /\/\*[^]*?\*\/|(?<=^|\s)\/\/[^\n]*/g));
}
