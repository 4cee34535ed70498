import { check, sleep } from 'k6';
import exec from 'k6/execution';
import http, { type RefinedResponse } from 'k6/http';
import type { Session } from './sessions.ts';
import { type Labels, tagsOf } from './tags.ts';
import { apiUrl, webUrl } from './target.ts';

interface Request {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** The one right status. */
  readonly expect: number;
}
type Answer = RefinedResponse<'text'>;

/** Where VUs stand for users, who begin anew as soon as they are done. An arrival rate needs no pauses. */
const USERS = ['constant-vus', 'ramping-vus', 'externally-controlled'];
const asked = __ENV['THINK_SECONDS'];

/** Waits as a person thinks between two actions: `THINK_SECONDS`, else a second where VUs stand for users; give or take a half. */
export function think(): void {
  const seconds = asked === undefined ? Number(USERS.includes(exec.scenario.executor)) : Number(asked);
  if (seconds > 0) sleep(seconds * (0.5 + Math.random()));
}

/** A key that nobody used before. */
export function freshKey(): string {
  return `load-${Date.now()}-${exec.vu.idInTest}-${exec.vu.iterationInScenario}-${Math.random()}`;
}

/** Asks the API, and checks the status. A body that is no string is sent as JSON. */
export function askApi(
  session: Session,
  method: string,
  path: string,
  labels: Labels,
  request: Request,
): Answer {
  const json =
    request.body === undefined || typeof request.body === 'string'
      ? {}
      : { 'content-type': 'application/json' };
  const headers = { authorization: `Bearer ${session.token}`, ...json, ...request.headers };
  const body =
    request.body === undefined
      ? null
      : typeof request.body === 'string'
        ? request.body
        : JSON.stringify(request.body);
  return judged(
    http.request(method, apiUrl + path, body, { headers, tags: tagsOf('api', labels) }),
    request.expect,
  );
}

/** Opens a page as that person. */
export function openPage(session: Session, path: string, endpoint: string): Answer {
  const labels = { module: 'web', endpoint, kind: 'page' } as const;
  const params = { cookies: { session: session.cookie }, redirects: 0, tags: tagsOf('web', labels) };
  return judged(http.get(webUrl + path, params), 200);
}

/** A field of a JSON answer; undefined when it is no such answer, as under too much load. */
export function fieldOf(answer: Answer, field: string): string | undefined {
  const isJson = (answer.headers['Content-Type'] ?? '').includes('json') && Boolean(answer.body);
  return isJson ? (answer.json(field) as string | undefined) : undefined;
}

function judged(answer: Answer, expected: number): Answer {
  check(answer, { 'the answer has the expected status': ({ status }) => status === expected });
  return answer;
}
