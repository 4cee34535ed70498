/**
 * What looks like a credential although nobody named it a secret. Texts are latin1, one character a byte, so `\s` may stand only
 * where no other byte of a character in UTF-8 can: outside negated classes.
 */
export interface Shape {
  readonly name: string;
  /** Source of a case-insensitive expression with bounded repeats and no numbered groups. */
  readonly source: string;
  /** Told by the name before it, not by its own look: program text looks like that too. */
  readonly guess?: true;
  /** The part of a match that is replaced; all of it unless told. */
  readonly rewrite?: (match: string, mark: string) => string;
}

/** A quote as it stands in text, in JSON, or in JSON within JSON. */
const QUOTE = String.raw`\\{0,7}["']`;
const SEPARATOR = String.raw`\s{0,5}[:=]\s{0,5}`;

const FIELD =
  '(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|session[_-]?id|sessid' +
  '|(?:proxy-)?authorization|(?:set-)?cookie)(?:[_-]?(?:confirmation|confirm|repeat|again|value))?';
const COOKIE = String.raw`[\w.-]{0,40}(?:sess|sid|token|auth|jwt|csrf|xsrf)[\w.-]{0,40}`;
const PAIR = `(?:[\\w.-]{0,40}${FIELD}|${COOKIE})`;

const SCHEME = /^((?:bearer|basic|digest|negotiate|token|apikey|aws4-hmac-sha256)\s+)?[^]*$/i;
const COOKIE_ATTRIBUTE = /^(?:path|domain|expires|max-age|samesite|priority|version|comment)$/i;

/** Tokens whose beginning says whose they are. That none is missing which @secretlint knows is held to by known-tokens.test.ts. */
const PREFIXED = [
  String.raw`glpat-[\w.-]{20,300}`,
  String.raw`gl(?:c_[a-z0-9+/]{32,400}={0,2}|sa_[a-z0-9]{32}_[a-f0-9]{8})`,
  String.raw`gsk_[a-z0-9]{52}`,
  String.raw`hf_[a-z]{34}`,
  String.raw`hv[sbr]\.[\w-]{90,300}`,
  String.raw`lin_api_\w{32,128}`,
  String.raw`ntn_\d{11}[a-z0-9]{35}`,
  String.raw`ops_ey[a-z0-9+/=]{100,1300}`,
  String.raw`sg\.[\w-]{20,130}\.[\w-]{20,130}`,
  String.raw`shp(?:pa|ca|at|ss)_[a-z0-9]{32,64}`,
  String.raw`vc[piark]_[a-z0-9]{20,60}`,
  String.raw`dapi[a-f0-9]{32}(?:-\d)?`,
  String.raw`dckr_pat_[\w-]{27}`,
  String.raw`figd_[\w-]{40,200}`,
  String.raw`cf(?:k|ut|at)_[a-z0-9]{48}`,
  String.raw`tskey-[a-z]{2,20}-\w{8,40}-\w{16,60}`,
];

export const SHAPES: readonly Shape[] = [
  {
    name: 'private-key',
    source:
      String.raw`-----BEGIN (?:[A-Z ]{1,20} )?PRIVATE KEY-----` +
      String.raw`(?:[^]{0,12000}?-----END (?:[A-Z ]{1,20} )?PRIVATE KEY-----|[A-Za-z0-9+/=\s\\]{0,12000})`,
  },
  { name: 'jwt', source: String.raw`\beyJ[\w-]{8,8000}\.eyJ[\w-]{4,8000}(?:\.[\w-]{0,4000})?` },
  { name: 'aws-key', source: String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b` },
  {
    name: 'github-token',
    source:
      String.raw`\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{22,255}` +
      String.raw`|ghs_\d{1,20}_[\w-]{1,1000}\.[\w-]{1,10000}\.[\w-]{1,1000})`,
  },
  {
    name: 'slack-token',
    source: String.raw`\b(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,250}|\bhooks\.slack\.com\\?/services[\w\\/]{20,100}`,
  },
  {
    name: 'payment-key',
    source: String.raw`\b(?:[sr]k_(?:live|test)_[A-Za-z0-9]{10,250}|whsec_[A-Za-z0-9+/=]{16,250})`,
  },
  {
    name: 'token',
    source: String.raw`\b(?:npm_\w{36}|AIza[\w-]{35}|sk-[\w-]{32,300})|(?<![a-z])(?:${PREFIXED.join('|')})`,
  },
  {
    name: 'url',
    guess: true,
    source: String.raw`:(?:\\{0,7}/){2}[^ \t\r\n:@/"'<>\\]{0,256}:(?!\[redacted)[^ \t\r\n@/?#"'<>\\]{1,1024}@`,
    rewrite: (match, mark) => match.replace(/:[^/:]*@$/, `:${mark}@`),
  },
  {
    name: 'pair',
    guess: true,
    source:
      `(?<open>${QUOTE})name\\k<open>\\s{0,5}:\\s{0,5}\\k<open>${PAIR}\\k<open>\\s{0,5},\\s{0,5}` +
      String.raw`\k<open>value\k<open>\s{0,5}:\s{0,5}\k<open>(?!\k<open>)[^]{1,4096}?(?<!\\)\k<open>`,
    rewrite: rewritePair,
  },
  {
    name: 'cookies',
    guess: true,
    source: String.raw`\bset-cookie${QUOTE}\s{0,5}:\s{0,5}\[[^\]]{0,8192}\]`,
    rewrite: (match, mark) => match.replace(/\[[^]*/, (list) => rewriteCookies(list, mark)),
  },
  {
    name: 'field',
    guess: true,
    source: `${FIELD}(?:${QUOTE})?${SEPARATOR}(?<quote>${QUOTE})(?!\\k<quote>)[^\\r\\n]{1,4096}?(?<!\\\\)\\k<quote>`,
    rewrite: rewriteField,
  },
  {
    name: 'number',
    guess: true,
    source: `${FIELD}\\\\{0,7}"\\s{0,5}:\\s{0,5}\\d{4,40}`,
    rewrite: (match, mark) => match.replace(/(\\*")(\s*:\s*)\d+$/, `$1$2$1${mark}$1`),
  },
  {
    name: 'header',
    guess: true,
    source: String.raw`\b(?:(?:proxy-)?authorization|(?:set-)?cookie):[ \t]{0,8}[^ \t\r\n"'\\][^\r\n"'\\]{0,8000}`,
    rewrite: (match, mark) => {
      const [, head = '', value = ''] = /^([^:]*:\s*)([^]*)$/.exec(match) ?? [];
      return head + rewriteValue(head, value, mark);
    },
  },
  {
    name: 'parameter',
    guess: true,
    source: String.raw`${FIELD}=[^ \t\r\n&"'<>;,()\\{}[\]]{1,4096}`,
    rewrite: (match, mark) => match.replace(/=[^]*$/, `=${mark}`),
  },
  {
    name: 'bearer',
    guess: true,
    source: String.raw`\bbearer[ +](?=[\w.~+/=-]{0,200}\d)[\w.~+/=-]{8,8192}|\bbasic[ +](?=[a-z+/]{0,200}[\d=])[\w+/=-]{8,4096}`,
    rewrite: (match, mark) => match.replace(/[ +][^]*$/, (rest) => `${rest.charAt(0)}${mark}`),
  },
];

/** The longest text that one shape can match, with room to spare: what a stream must hold back. */
export const LONGEST_SHAPE_BYTES = 32 * 1024;

const SENSITIVE_NAME = new RegExp(`(?:${FIELD}|^${COOKIE})$`, 'i');

/** Whether a field, header or cookie of that name holds a credential. */
export function isSensitiveName(name: string): boolean {
  return SENSITIVE_NAME.test(name);
}

/** The value of a field, header or cookie with a sensitive name, of which the scheme or the cookies' names are kept. */
export function rewriteValue(name: string, value: string, mark: string): string {
  if (/authorization/i.test(name)) return value.replace(SCHEME, `$1${mark}`);
  const rewritten = /cookie\W*$/i.test(name) ? rewriteCookies(value, mark) : value;
  return rewritten === value ? mark : rewritten;
}

function rewriteCookies(text: string, mark: string): string {
  return text.replace(/([^\s=;,"\\]+)=([^;,\r\n"\\]+)/g, (pair, name: string) =>
    COOKIE_ATTRIBUTE.test(name) ? pair : `${name}=${mark}`,
  );
}

function rewriteField(match: string, mark: string): string {
  const [, head = '', quote = ''] = new RegExp(`^([^:=]*${SEPARATOR})(${QUOTE})`).exec(match) ?? [];
  const value = match.slice(head.length + quote.length, -quote.length);
  const name = head.replace(/[^\w-]+$/, '');
  return head + quote + rewriteValue(name, value, mark) + quote;
}

function rewritePair(match: string, mark: string): string {
  const [, head = '', quote = '', name = ''] =
    /^([^]*?:\s*(\\*["'])([\w.-]+)\2\s*,\s*\2value\2\s*:\s*\2)/.exec(match) ?? [];
  const value = match.slice(head.length, -quote.length);
  return head + rewriteValue(name, value, mark) + quote;
}
