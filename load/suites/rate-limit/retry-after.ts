import { check } from 'k6';
import type { RefinedResponse } from 'k6/http';
import { ask, type Burst, type Place } from './overspend.ts';

/**
 * Checks what the refused were told, and one more that is refused now; gives the seconds that it was told to wait. Whoever asks
 * after them is in a new window: the next burst shows it.
 */
export function expectRetryAfter(place: Place, { refused, windowMs, ...burst }: Burst): number {
  const sentAt = Date.now();
  const answer = ask(place);
  const receivedAt = Date.now();
  const window = windowMs / 1000;
  const told = refused.map(retryAfter);
  const said = retryAfter(answer);
  // The window ends between these two, and the answer was made between sending and receiving.
  const leastSeconds = (burst.sentAt + windowMs - receivedAt) / 1000;
  const mostSeconds = Math.ceil((burst.answeredAt + windowMs - sentAt) / 1000);
  const isRight = said !== undefined && said >= leastSeconds && said <= mostSeconds;
  if (!isRight)
    console.warn(
      `GET ${place.name} of ${place.service}: expected 429 with retry-after of ${leastSeconds} to ${mostSeconds}, observed ${answer.status} with ${answer.headers['Retry-After'] ?? 'none'}`,
    );
  check(
    answer,
    {
      'every refusal says how many whole seconds to wait @PER-08/api-retry-after @PER-08/web-retry-after':
        () => told.every((seconds) => seconds !== undefined && seconds >= 1 && seconds <= window),
      'retry-after is the rest of the window, rounded up @PER-08/api-retry-after @PER-08/web-retry-after':
        () => isRight,
    },
    { service: place.service },
  );
  return said ?? window;
}

/** Whole seconds; undefined when it says nothing of the kind. */
function retryAfter({ status, headers }: RefinedResponse<'text'>): number | undefined {
  const text = headers['Retry-After'] ?? '';
  return status === 429 && /^\d+$/.test(text) ? Number(text) : undefined;
}
