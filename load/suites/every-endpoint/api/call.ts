import exec from 'k6/execution';
import http, { type RefinedResponse } from 'k6/http';
import { setupTags } from '../../../scenarios/flows/tags.ts';
import { apiUrl } from '../../../scenarios/flows/target.ts';
import { apiTags } from '../labels.ts';
import { type Visit, bearer } from '../visit.ts';

/** Well-formed, and nothing has it. */
export const unknownId = '00000000-0000-4000-8000-000000000000';

/** One request to an endpoint. Whatever it needs beforehand it makes itself, tagged `service: setup`, so that it is not measured. */
export interface Call {
  readonly ask: (visit: Visit) => RefinedResponse<'text'>;
  /** The one right answer where it is not a success: asking for what cannot be is part of the surface too. */
  readonly refusal?: number;
}
export type Calls = Readonly<Record<string, Call>>;

type Who = 'user' | 'admin';
type Path = (visit: Visit) => string;
type Headers = Record<string, string>;
interface Request {
  readonly who?: Who;
  readonly body?: unknown;
  readonly headers?: Headers;
  readonly tags?: Record<string, string>;
}

/** A key that nobody used before. */
export function fresh(): string {
  return `load-${Date.now()}-${exec.scenario.name}-${exec.scenario.iterationInTest}`;
}

/** A UUID that is new in this run; its digits are the iteration's, so that no random source is needed. */
export function freshId(): string {
  const digits = (value: number, length: number) => value.toString(16).padStart(length, '0').slice(-length);
  const { iterationInTest } = exec.scenario;
  return `${digits(Date.now(), 8)}-0000-4000-8000-${digits(iterationInTest, 12)}`;
}

/** Sends JSON as that person. */
export function send(visit: Visit, method: string, path: string, request: Request): RefinedResponse<'text'> {
  const { who = 'user', body, headers, tags } = request;
  const json: Headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const params = { headers: { ...bearer(visit[who]), ...json, ...headers }, ...(tags && { tags }) };
  return http.request(method, apiUrl + path, body === undefined ? null : JSON.stringify(body), params);
}

/** Sends what a call needs before it: not measured, and a failure of it is a failure of the call. */
export function prepare(visit: Visit, method: string, path: string, request: Request = {}) {
  return send(visit, method, path, { ...request, tags: setupTags('setup', 'prepare') });
}

/** A call named as the API's own description names it, `GET /workflows/{id}`. */
export function call(name: string, path: Path, request: (visit: Visit) => Request = () => ({})): Calls {
  const [method = 'GET', route = ''] = name.split(' ');
  return {
    [name]: {
      ask: (visit) => send(visit, method, path(visit), { ...request(visit), tags: apiTags(method, route) }),
    },
  };
}

/** Asks for what cannot be: the documented refusal, and no other answer, is right. */
export function refused(
  name: string,
  status: number,
  path: Path,
  request: (visit: Visit) => Request = () => ({}),
): Calls {
  const [method = 'GET', route = ''] = name.split(' ');
  const ask = (visit: Visit) => {
    const { who = 'user', body } = request(visit);
    const json: Headers = body === undefined ? {} : { 'content-type': 'application/json' };
    return http.request(method, apiUrl + path(visit), body === undefined ? null : JSON.stringify(body), {
      headers: { ...bearer(visit[who]), ...json },
      tags: apiTags(method, route),
      responseCallback: http.expectedStatuses(status),
    });
  };
  return { [name]: { ask, refusal: status } };
}
