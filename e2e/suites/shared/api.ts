import { type APIRequestContext, expect } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { type Account, binding } from '../../../fixtures/bindings/target.ts';

const { apiUrl } = binding();

/** What a test arranges behind the browser's back, as somebody who is signed in to the API. */
export interface Api {
  /** Asks for JSON; fails the test, naming the request, when the answer is no success. */
  ask<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T>;
}

export async function apiAs(request: APIRequestContext, account: Account): Promise<Api> {
  const { username: email, password } = account;
  const login = await request.post(`${apiUrl}/auth/login`, { data: { email, password }, maxRedirects: 0 });
  expect(login.status(), `POST /auth/login as ${email}`).toBe(200);
  const { token } = (await login.json()) as { token: string };
  return {
    ask: async <T>(method: 'GET' | 'POST', path: string, body?: object) => {
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
      const options = { method, headers, maxRedirects: 0, ...(body && { data: body }) };
      const response = await request.fetch(apiUrl + path, options);
      expect(response.ok(), `${method} ${path} answered ${response.status()}`).toBe(true);
      return (await response.json()) as T;
    },
  };
}

/** A new workflow; a step named `fail` makes its runs fail, `wait <ms>` makes them last. */
export async function newWorkflow(api: Api, steps: readonly string[]): Promise<{ id: string; name: string }> {
  const name = `Workflow ${randomUUID().slice(0, 8)}`;
  return api.ask('POST', '/workflows', { name, steps });
}

/** Runs a workflow and waits until that run is over. */
export async function runToEnd(api: Api, workflow: string): Promise<void> {
  const { id } = await api.ask<{ id: string }>('POST', `/workflows/${workflow}/runs`);
  const status = async () =>
    (await api.ask<{ status: string }>('GET', `/workflows/${workflow}/runs/${id}`)).status;
  await expect.poll(status, { message: `run ${id} ends` }).toMatch(/succeeded|failed/);
}
