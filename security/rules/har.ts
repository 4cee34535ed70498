import { z } from 'zod';
import { ConfigError, messageOf } from '../../kernel/errors.ts';
import { carriesCredentials } from './credentials.ts';
import { type Exchange, type HeaderLine, MAX_BODY_CHARS } from './exchange.ts';
import { originsOf, siteOf, type Sites } from './sites.ts';

const headers = z.array(z.object({ name: z.string(), value: z.string() }));
const entrySchema = z.object({
  request: z.object({
    method: z.string(),
    url: z.url(),
    headers,
    postData: z.object({ text: z.string().optional() }).optional(),
  }),
  response: z.object({
    status: z.number(),
    headers,
    content: z.object({ text: z.string().optional(), encoding: z.string().optional() }).optional(),
  }),
});
type Entry = z.infer<typeof entrySchema>;

const harSchema = z.object({ log: z.object({ entries: z.array(entrySchema) }) });

/**
 * The product's own exchanges in a HAR file's text. What other hosts answered is left out. Bodies that the HAR keeps in other files, or in base64 because they are binary, are empty.
 * Throws a ConfigError that lists every problem of the file.
 */
export function exchangesOfHar(text: string, sites: Sites): readonly Exchange[] {
  return entriesOf(text).flatMap((entry) => {
    const site = siteOf(entry.request.url, sites);
    return site === undefined ? [] : [exchangeOf(entry, site, originsOf(sites))];
  });
}

function entriesOf(text: string): readonly Entry[] {
  const parsed = harSchema.safeParse(json(text));
  if (parsed.success) return parsed.data.log.entries;
  const problems = parsed.error.issues.map((issue) => `HAR: ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(problems);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`HAR: not JSON: ${messageOf(error)}`);
  }
}

function exchangeOf({ request, response }: Entry, site: string, ownOrigins: readonly string[]): Exchange {
  const content = response.content;
  const requestHeaders = linesOf(request.headers);
  const body = content?.encoding === undefined ? (content?.text ?? '') : '';
  return {
    site,
    method: request.method,
    url: request.url,
    authenticated: carriesCredentials(requestHeaders),
    // Playwright writes -1 where no answer came.
    status: Math.max(0, response.status),
    requestHeaders,
    requestBody: (request.postData?.text ?? '').slice(0, MAX_BODY_CHARS),
    responseHeaders: linesOf(response.headers),
    responseBody: body.slice(0, MAX_BODY_CHARS),
    ownOrigins,
  };
}

/** Some browsers write a repeated header as one entry with a line for each value. */
function linesOf(list: z.infer<typeof headers>): readonly HeaderLine[] {
  return list.flatMap(({ name, value }) => value.split('\n').map((one): HeaderLine => [name, one]));
}
