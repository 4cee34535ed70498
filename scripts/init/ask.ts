import { createInterface } from 'node:readline/promises';
import { ConfigError } from '../../kernel/errors.ts';
import { KINDS, type InitAnswers } from './answers.ts';

interface Said {
  readonly url?: string;
  readonly start?: string;
  readonly kinds?: string;
}

const USUAL_URL = 'http://127.0.0.1:3000';
const USUAL_KINDS = 'e2e,contract,load';

/** What was said on the command line; the rest is asked for on a terminal, and usual elsewhere. Throws a ConfigError. */
export async function askFor(
  said: Said,
  isTerminal = process.stdin.isTTY && process.stdout.isTTY,
): Promise<InitAnswers> {
  const isSaid = said.url !== undefined || said.start !== undefined;
  if (isSaid || !isTerminal) return answersOf(said);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const start = await terminal.question('What starts the product? (nothing: it runs already) ');
    const url = await terminal.question(`Where does it answer? (${USUAL_URL}) `);
    const kinds = said.kinds ?? (await terminal.question(`Which kinds of suites? (${USUAL_KINDS}) `));
    return answersOf({
      url: url.trim() || USUAL_URL,
      ...(start.trim() !== '' && { start }),
      kinds: kinds.trim() || USUAL_KINDS,
    });
  } finally {
    terminal.close();
  }
}

function answersOf({ url, start, kinds = USUAL_KINDS }: Said): InitAnswers {
  if (url === undefined && start === undefined)
    throw new ConfigError({
      what: 'init: got neither --url nor --start.',
      fix: `say --url ${USUAL_URL}, or --start "npm start", or both`,
    });
  if (start?.trim() === '')
    throw new ConfigError({
      what: '--start: got nothing; a command is needed.',
      fix: '--start "npm start", or leave it out where the product runs already',
    });
  const parsed = URL.parse(url ?? USUAL_URL);
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw new ConfigError(`--url: got "${url}"; an http(s) URL is needed, such as ${USUAL_URL}`);
  mustBeOrigin(parsed);
  const named = [...new Set(kinds.split(',').map((kind) => kind.trim()))];
  const unknown = named.filter((kind) => !KINDS.some((one) => one === kind));
  if (unknown.length > 0)
    throw new ConfigError(`--kinds: got "${unknown.join(', ')}"; known: ${KINDS.join(', ')}`);
  if (named.includes('chaos') && parsed.protocol !== 'http:')
    throw new ConfigError({
      what: `--kinds: got chaos for ${parsed.origin}; faults go onto a connection without TLS.`,
      fix: 'name a URL with http:, or leave chaos out',
    });
  return { url: parsed, start: start?.trim(), kinds: KINDS.filter((kind) => named.includes(kind)) };
}

/** Of anything more it would be lost, or a secret would be committed. */
function mustBeOrigin({ origin, username, password, pathname, search, hash }: URL): void {
  if (username !== '' || password !== '')
    throw new ConfigError({
      what: '--url: got a name or a password in it, which would be committed.',
      fix: `--url ${origin}, and write \`accounts\` into the environment, by reference`,
    });
  const beyond = `${pathname}${search}${hash}`;
  if (beyond !== '/')
    throw new ConfigError({
      what: `--url: got ${beyond} behind ${origin}; suites say paths from the root.`,
      fix: `--url ${origin}, then write ${beyond} for / in the suites that init wrote`,
    });
}
