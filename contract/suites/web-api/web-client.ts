/** The calls that the web makes to the API: what a pact's consumer side exercises. */
export interface WebClient {
  login(email: string, password: string): Promise<Answer>;
  me(token?: string): Promise<Answer>;
  baseline(token: string): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly requestId: string | null;
  readonly body: unknown;
}

/** `url` is the API's, without a trailing slash. */
export function webClient(url: string): WebClient {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    login: (email, password) => {
      const headers = { 'content-type': 'application/json' };
      return ask(`${url}/auth/login`, { method: 'POST', headers, body: JSON.stringify({ email, password }) });
    },
    me: (token) => ask(`${url}/me`, token === undefined ? {} : { headers: bearer(token) }),
    baseline: (token) => ask(`${url}/metrics/baseline`, { headers: bearer(token) }),
  };
}

async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const body: unknown = await response.json();
  return { status: response.status, requestId: response.headers.get('request-id'), body };
}
