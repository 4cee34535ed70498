import { z } from 'zod';
import { InfraError } from '../../../kernel/errors.ts';
import { type Exchange, type HeaderLine, MAX_BODY_CHARS, valuesOf } from '../../rules/exchange.ts';
import { originsOf, siteOf, type Sites } from '../../rules/sites.ts';
import { callZap, type ZapAccess } from './zap-api.ts';

const messageSchema = z.object({
  requestHeader: z.string(),
  requestBody: z.string(),
  responseHeader: z.string(),
  responseBody: z.string(),
});
export type ZapMessage = z.infer<typeof messageSchema>;
const pageSchema = z.object({ messages: z.array(messageSchema) });

/** Bodies are whole in ZAP's answers: small pages bound the memory. */
const PAGE = 25;

/** Everything that ZAP recorded, page by page. */
export async function* messagesOf(access: ZapAccess): AsyncGenerator<ZapMessage> {
  for (let start = 1; ; start += PAGE) {
    const answer = pageSchema.safeParse(await callZap(access, 'core/view/messages', { start, count: PAGE }));
    if (!answer.success) throw new InfraError(`ZAP's API: core/view/messages: ${answer.error.message}`);
    yield* answer.data.messages;
    if (answer.data.messages.length < PAGE) return;
  }
}

export interface ScannedAs {
  readonly sites: Sites;
  /** Values of `authorization` and `cookie` that were sent for a signed-in account. */
  readonly credentials: ReadonlySet<string>;
}

/** The exchange that a message is; undefined when it is not the product's, or was never answered. */
export function exchangeOf(message: ZapMessage, { sites, credentials }: ScannedAs): Exchange | undefined {
  const request = /^(\S+) (\S+)/.exec(message.requestHeader);
  const status = Number(/^HTTP\/\S+ (\d+)/.exec(message.responseHeader)?.[1] ?? 0);
  const [, method = '', url = ''] = request ?? [];
  const site = siteOf(url, sites);
  // An entry of ZAP's site tree that was never requested has the status 0.
  if (site === undefined || status === 0 || isZapsOwn(status, message.responseBody)) return undefined;
  const requestHeaders = headerLines(message.requestHeader);
  const sent = ['authorization', 'cookie'].flatMap((name) => valuesOf(requestHeaders, name));
  return {
    site,
    method,
    url,
    status,
    requestHeaders,
    requestBody: message.requestBody.slice(0, MAX_BODY_CHARS),
    responseHeaders: headerLines(message.responseHeader),
    responseBody: message.responseBody.slice(0, MAX_BODY_CHARS),
    authenticated: sent.some((value) => credentials.has(value)),
    ownOrigins: originsOf(sites),
  };
}

/** Where a server cannot be reached, ZAP answers in its name, with a stack trace of its own. */
export function isZapsOwn(status: number, body: string): boolean {
  return status >= 500 && body.startsWith('ZAP Error [');
}

function headerLines(header: string): readonly HeaderLine[] {
  return header
    .split('\r\n')
    .slice(1)
    .flatMap((line): readonly HeaderLine[] => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
    });
}
