import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import type { Answer } from './exchange.ts';
import type { Hole, Marks, Payload } from './payloads.ts';

/** What an answer shows that it should not. */
export interface Finding {
  readonly of: Hole;
  readonly what: string;
}

const STACK =
  /\bat (?:async )?[\w.<>[\] ]+ \((?:file:\/\/)?\/[^)]*:\d+:\d+\)|\bat (?:file:\/\/)?\/\S+:\d+:\d+|node:internal\/|\/node_modules\//;
const SQL_ERROR =
  /syntax error at or near|unterminated quoted string|invalid input syntax for|invalid byte sequence for|SQLSTATE|PostgresError|relation "\w+" does not exist|operator does not exist|column "\w+" does not exist/i;
const PASSWD = /root:[^:\n]*:0:0:/;
const OWN_FILES = /"name":\s*"release-harness"|import \{ .* \} from 'node:/;

/**
 * What an answer shows, whatever was sent: `secrets` are those that nobody may be told, `statuses` those that are described. The values
 * themselves are never said.
 */
export function* findingsIn(
  answer: Answer,
  { marks, secrets, statuses, origin }: Judged,
  payload?: Payload,
): Generator<Finding> {
  const { status, headers, text } = answer;
  if (status >= 500 && payload?.of === 'sql')
    yield { of: 'sql', what: `breaks by a piece of a statement: answered ${status}` };
  if (status >= 500) yield { of: 'crash', what: `answered ${status}` };
  else if (statuses !== undefined && !statuses.includes(status))
    yield { of: 'crash', what: `answered ${status}, which is not described` };
  if (STACK.test(text)) yield { of: 'leak', what: 'tells a stack or a path of its source' };
  if (secrets.some((secret) => text.includes(secret)))
    yield { of: 'leak', what: 'tells a secret of the installation' };
  if (SQL_ERROR.test(text)) yield { of: 'sql', what: 'tells an error of the database' };
  if (PASSWD.test(text) || OWN_FILES.test(text))
    yield { of: 'file', what: 'gives a file that is not to be given' };
  if (/(?<!\d)1337(?!\d)/.test(text) && payload?.of === 'template')
    yield { of: 'template', what: 'works out what was sent' };
  if (headers['x-injected'] !== undefined) yield { of: 'header', what: 'has a header that was sent as text' };
  if (headers.location !== undefined && leadsAway(headers.location, origin))
    yield { of: 'redirect', what: 'leads to another site' };
  if (
    headers['content-type']?.includes('html') === true &&
    text.includes(marks.mark) &&
    isMarkup(text, marks.mark)
  )
    yield { of: 'markup', what: 'holds markup that was sent as text' };
}

export interface Judged {
  readonly marks: Marks;
  readonly secrets: readonly string[];
  readonly statuses?: readonly number[];
  /** Where links may lead. */
  readonly origin: string;
}

/** As a browser reads it: it takes a backslash for a slash, and leaves out tabs and line ends. */
function leadsAway(location: string, origin: string): boolean {
  const url = URL.parse(location, origin);
  return url === null || url.origin !== new URL(origin).origin;
}

/** Whether an element or an attribute is ours, or a link is a script of ours. */
function isMarkup(html: string, mark: string): boolean {
  const all = (node: Tree.ParentNode): Tree.Element[] =>
    node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...all(child)] : []));
  return all(parse(html)).some(
    ({ tagName, attrs }) =>
      tagName === mark ||
      attrs.some(
        ({ name, value }) =>
          name === mark ||
          (/^(?:href|src|action|formaction)$/.test(name) && value.trim().startsWith(`javascript:${mark}`)),
      ),
  );
}
