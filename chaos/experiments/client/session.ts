import type { Account } from '../../../fixtures/bindings/target.ts';
import { NOT_SENT, type Ended } from '../../history/operation.ts';

/** Longer than every timeout of the product: what hangs shows as indeterminate. */
const TIMEOUT_MS = 8_000;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
}

export interface Call {
  readonly json?: unknown;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who is signed in, and signs in again where the product forgot them. */
export class Session {
  readonly #api: string;
  readonly #account: Account;
  #token = '';
  #renewal: Promise<void> | undefined;

  constructor(api: string, account: Account) {
    this.#api = api;
    this.#account = account;
  }

  /** Throws where that does not work. */
  async signIn(): Promise<void> {
    const { username: email, password } = this.#account;
    const { status, json } = await this.ask('POST', '/auth/login', { json: { email, password } });
    if (status !== 200) throw new Error(`signing in answered ${status}`);
    this.#token = (json as { readonly token: string }).token;
  }

  get authorization(): Readonly<Record<string, string>> {
    return this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` };
  }

  /** Rejects where there is no answer. */
  async ask(method: string, path: string, { json, body, headers }: Call = {}): Promise<Reply> {
    const type = json === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${this.#api}${path}`, {
      method,
      headers: { ...type, ...this.authorization, ...headers },
      body: json === undefined ? (body ?? null) : JSON.stringify(json),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status === 401 && path !== '/auth/login') void this.renew();
    return { status: response.status, headers: response.headers, bytes, json: parsed(bytes) };
  }

  /** Signs in anew, once for all who notice. Never rejects: who still is not signed in notices again. */
  renew(): Promise<void> {
    this.#renewal ??= this.signIn()
      .catch(() => undefined)
      .finally(() => (this.#renewal = undefined));
    return this.#renewal;
  }

  /** Asks, and says how that ended; `saw` reads what a success shows. Never rejects. */
  async outcome(
    method: string,
    path: string,
    call: Call,
    saw: (reply: Reply) => Ended['saw'],
  ): Promise<Ended> {
    try {
      const reply = await this.ask(method, path, call);
      const { status } = reply;
      if (status < 300) return { outcome: 'acknowledged', saw: saw(reply) };
      // A server that failed, or gave up waiting, may have done it all the same.
      return { outcome: status < 500 ? 'failed' : 'indeterminate', why: `answered ${status}` };
    } catch (error) {
      const why = codeOf(error);
      return why === 'ECONNREFUSED'
        ? { outcome: 'failed', why: NOT_SENT }
        : { outcome: 'indeterminate', why };
    }
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as { readonly code?: string; readonly message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.name;
}
