import { type Exchange, type HeaderLine, MAX_BODY_CHARS } from './exchange.ts';
import { carriesCredentials } from './credentials.ts';
import type { Rule } from './rule.ts';

/** What a test says of an exchange; headers as an object, where a list repeats the header. */
export interface Sample {
  readonly method?: string;
  readonly url?: string;
  readonly status?: number;
  readonly sent?: Readonly<Record<string, string>>;
  readonly form?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

/** An exchange for tests: an HTML page over http, unless the sample says otherwise. */
export function sampleExchange(sample: Sample = {}): Exchange {
  return {
    site: 'web',
    method: sample.method ?? 'GET',
    url: sample.url ?? 'http://shop.test:8080/page',
    status: sample.status ?? 200,
    requestHeaders: Object.entries(sample.sent ?? {}),
    requestBody: sample.form ?? '',
    responseHeaders: lines({ 'Content-Type': 'text/html; charset=utf-8', ...sample.headers }),
    responseBody: (sample.body ?? '<!doctype html><h1>Hello</h1>').slice(0, MAX_BODY_CHARS),
    authenticated: carriesCredentials(Object.entries(sample.sent ?? {})),
    ownOrigins: ['http://shop.test:8080'],
  };
}

/** The variants that a rule finds in a sample, or that it does not apply. */
export function variantsIn(rule: Rule, sample: Sample): readonly string[] | 'does not apply' {
  const exchange = sampleExchange(sample);
  if (!rule.applies(exchange)) return 'does not apply';
  return rule
    .problems(exchange)
    .map(({ variant, parameter }) => `${variant}${parameter === undefined ? '' : ` ${parameter}`}`);
}

function lines(headers: Readonly<Record<string, string | readonly string[]>>): readonly HeaderLine[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one): HeaderLine => [name, one]),
  );
}
