import http, { type Params, type RefinedResponse } from 'k6/http';
import { type Labels, tagsOf } from '../../scenarios/flows/tags.ts';
import { configured } from './configured.ts';

/** Where is asked, as whom. */
export interface Place {
  readonly service: 'api' | 'web';
  readonly name: string;
  readonly url: string;
  readonly params: Params;
}

/** What came of asking more than is allowed within one window. */
export interface Burst {
  /** What the first answer said: how many may pass, how many were left, and how long the window lasts. */
  readonly said: { readonly max: number; readonly left: number; readonly windowSeconds: number };
  /** How many may pass, and for how long, as it is configured, or else as it was said. */
  readonly allowed: number;
  readonly windowMs: number;
  readonly passed: number;
  readonly refused: readonly RefinedResponse<'text'>[];
  /** The window began after `sentAt` and before `answeredAt`; ms since the epoch. */
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly endedAt: number;
}

const BEYOND = 50;
const LARGEST = 20_000;
/** A refusal is what we came for. */
const responseCallback = http.expectedStatuses({ min: 200, max: 499 });

/** One request. */
export function ask(place: Place): RefinedResponse<'text'> {
  return http.get(place.url, paramsOf(place));
}

function paramsOf({ service, name, params }: Place): Params {
  const labels: Labels = { module: 'limits', endpoint: name, kind: 'burst' };
  return { ...params, responseCallback, tags: tagsOf(service, labels) };
}

/**
 * Asks as often as is allowed, and fifty times more. The session's window must not have begun. Throws when the window ended before
 * that: then nothing is known.
 */
export function overspend(place: Place): Burst {
  const { url } = place;
  const sentAt = Date.now();
  const first = ask(place);
  const answeredAt = Date.now();
  const [max, left, windowSeconds] = ['Limit', 'Remaining', 'Reset'].map((header) =>
    Number(first.headers[`X-Ratelimit-${header}`]),
  ) as [number, number, number];
  const allowed = configured.max ?? max;
  const window = configured.windowSeconds ?? windowSeconds;
  if (!(allowed > 0 && allowed <= LARGEST && window > 0))
    throw new Error(
      `GET ${url}: no limit to go beyond: ${allowed} requests (${LARGEST} at most) in ${window} s, as configured or as x-ratelimit-limit and -reset say`,
    );
  const request = ['GET', url, null, paramsOf(place)];
  const answers = http.batch(Array.from({ length: allowed - 1 + BEYOND }, () => request) as never);
  const endedAt = Date.now();
  const windowMs = window * 1000;
  if (endedAt >= sentAt + windowMs)
    throw new Error(
      `${allowed + BEYOND} requests took ${(endedAt - sentAt) / 1000} s here, longer than the window of ${window} s: how many pass in one is not known. Fix: a faster machine, or a lower RATE_LIMIT_MAX.`,
    );
  const all = [first, ...(answers as unknown as RefinedResponse<'text'>[])];
  const refused = all.filter(({ status }) => status === 429);
  return {
    said: { max, left, windowSeconds },
    allowed,
    windowMs,
    passed: all.length - refused.length,
    refused,
    sentAt,
    answeredAt,
    endedAt,
  };
}
