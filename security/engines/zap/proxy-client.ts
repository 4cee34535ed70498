import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { SuiteError, messageOf } from '../../../kernel/errors.ts';
import type { HeaderLine } from '../../rules/exchange.ts';
import { fetchText, type ZapAccess } from './zap-api.ts';
import { isZapsOwn } from './zap-messages.ts';

export interface ProxyRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ProxyAnswer {
  readonly status: number;
  readonly headers: readonly HeaderLine[];
  readonly body: string;
}

/** Sends one request through ZAP, follows no redirect. Throws a SuiteError when the server behind it does not answer. */
export type ProxyClient = (request: ProxyRequest) => Promise<ProxyAnswer>;

const TIMEOUT_MS = 15_000;

/** A client all of whose requests go through ZAP, which records them. */
export async function proxyClient(zap: ZapAccess): Promise<ProxyClient> {
  const proxyEnv = { HTTP_PROXY: zap.url, HTTPS_PROXY: zap.url };
  // ZAP shows its own certificates for https.
  const ca = await fetchText(zap, '/OTHER/network/other/rootCaCert/');
  const agents = { http: new http.Agent({ proxyEnv }), https: new https.Agent({ proxyEnv, ca }) };
  return async (request) => {
    const answer = await send(request, agents, zap.signal).catch((error: unknown) => {
      zap.signal.throwIfAborted();
      throw unreached(request.url, messageOf(error));
    });
    if (isZapsOwn(answer.status, answer.body)) throw unreached(request.url, answer.body.split('\n')[0] ?? '');
    return answer;
  };
}

function unreached(url: string, why: string): SuiteError {
  const { origin, pathname } = new URL(url);
  return new SuiteError({
    what: `ZAP reached no answer at ${origin}${pathname}: ${why}.`,
    fix: 'see that the target runs and answers there.',
  });
}

interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

async function send(request: ProxyRequest, agents: Agents, signal: AbortSignal): Promise<ProxyAnswer> {
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const secure = request.url.startsWith('https:');
    const options = {
      method: request.method ?? 'GET',
      headers: { 'user-agent': 'release-harness', ...request.headers },
      agent: secure ? agents.https : agents.http,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    };
    (secure ? https : http).request(request.url, options, resolve).on('error', reject).end(request.body);
  });
  return { status: answer.statusCode ?? 0, headers: pairs(answer.rawHeaders), body: await text(answer) };
}

function pairs(raw: readonly string[]): readonly HeaderLine[] {
  return raw.flatMap((name, index): readonly HeaderLine[] =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : [],
  );
}
