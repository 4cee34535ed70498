import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../../../fixtures/bindings/target.ts';

const TIMEOUT_MS = 10_000;

/** What the product has confirmed to a user. Times are of the clock that never jumps. */
export interface Acknowledged {
  readonly id: string;
  readonly name: string;
  readonly askedAt: number;
  readonly at: number;
}

/** Follows no redirect. */
export const ask = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS), ...init });

export async function tokenOf(apiUrl: string, { username, password }: Account): Promise<string> {
  const answer = await ask(`${apiUrl}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: username, password }),
  });
  if (answer.status !== 200) throw new Error(`POST /auth/login answered ${answer.status}`);
  return ((await answer.json()) as { token: string }).token;
}

/** A user who writes one thing after another until told to stop. */
export interface Writing {
  readonly acknowledged: readonly Acknowledged[];
  /** What was not confirmed: it may be there or not. */
  readonly refused: readonly string[];
  stop(): Promise<void>;
}

export function keepWriting(apiUrl: string, token: string, pauseMs: number): Writing {
  const acknowledged: Acknowledged[] = [];
  const refused: string[] = [];
  const over = new AbortController();
  const going = (async () => {
    while (!over.signal.aborted) {
      const name = `drill ${randomUUID()}`;
      const askedAt = performance.now();
      const created = await write(apiUrl, token, name).catch(String);
      if (typeof created === 'string') refused.push(created);
      else acknowledged.push({ ...created, askedAt, at: performance.now() });
      await sleep(pauseMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return {
    acknowledged,
    refused,
    stop: () => {
      over.abort();
      return going;
    },
  };
}

async function write(apiUrl: string, token: string, name: string): Promise<{ id: string; name: string }> {
  const answer = await ask(`${apiUrl}/workflows`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ name }),
  });
  if (answer.status !== 201) throw new Error(`POST /workflows answered ${answer.status}`);
  const { id } = (await answer.json()) as { id: string };
  return { id, name };
}
