import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SuiteRun } from '../../kernel/engine.ts';
import { InfraError } from '../../kernel/errors.ts';

type Place = Pick<SuiteRun, 'target' | 'tenant'>;

const TIMEOUT_MS = 10_000;

const loginSchema = z.object({ token: z.string() });
const madeSchema = z.object({ id: z.string() });

/** A user or admin of the suite's tenant at the API. */
export class Caller {
  readonly #run: Place;
  readonly #token: string;

  private constructor(run: Place, token: string) {
    this.#run = run;
    this.#token = token;
  }

  static async signIn(run: Place, role: string): Promise<Caller> {
    const account = run.tenant.accounts[role];
    if (account === undefined)
      throw new InfraError(`tenant ${run.tenant.name} has no account of role ${role}`);
    const body = { email: account.username, password: account.password };
    const answer = await send(run, '/auth/login', { method: 'POST', body });
    return new Caller(run, loginSchema.parse(await answer.json()).token);
  }

  get token(): string {
    return this.#token;
  }

  /** Whatever the answer is. */
  ask(path: string, init: { method?: string; body?: unknown } = {}): Promise<Response> {
    return send(this.#run, path, { ...init, token: this.#token });
  }

  async create(path: string, body?: unknown): Promise<string> {
    const answer = await this.ask(path, { method: 'POST', ...(body !== undefined && { body }) });
    if (!answer.ok) throw new InfraError(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
    return madeSchema.parse(await answer.json()).id;
  }
}

function send(
  { target }: Place,
  path: string,
  { method = 'GET', body, token }: { method?: string; body?: unknown; token?: string },
): Promise<Response> {
  return fetch(`${target.urls['api'] ?? ''}${path}`, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
