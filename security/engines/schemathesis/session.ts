import { SuiteError } from '../../../kernel/errors.ts';
import type { Account } from '../../../kernel/target.ts';
import type { ProxyClient } from '../zap/proxy-client.ts';
import { signIn } from '../zap/session.ts';
import type { SignIn } from '../zap/zap-options.ts';
import { send } from './send.ts';

/** Limits count by session too: another one before this one has asked too much. */
const PER_SESSION = 400;

/** Whoever is signed in, for as long as it takes: of a session that is over, or has asked too much, another one is made. */
export interface Session {
  /** What the next request carries in `authorization`. A secret. */
  authorization(): Promise<string>;
  /** Whether that one is no longer good, by the canary; then the next is another one. */
  isOver(authorization: string): Promise<boolean>;
}

/** Throws a SuiteError where nobody can sign in, or where signing in makes no difference. */
export async function openSession(
  base: string,
  how: SignIn,
  account: Account,
  signal: AbortSignal,
): Promise<Session> {
  const client: ProxyClient = async ({ url, method = 'GET', headers = {}, body = '' }) => {
    const answer = await send(
      { method, url, headers: Object.entries(headers), body: Buffer.from(body) },
      signal,
    );
    return { ...answer, body: answer.body.toString() };
  };
  const canary = async (headers: Record<string, string>) =>
    (await client({ url: `${base}${how.canary}`, headers })).status;
  let uses = 0;
  let current: Promise<string> | undefined;
  const newOne = async () => {
    const { authorization } = await signIn(client, base, how, account);
    if (authorization === undefined)
      throw new SuiteError({
        what: 'signing in gave no bearer token.',
        fix: 'set options.signIn.kind to bearer.',
      });
    return authorization;
  };
  const session: Session = {
    authorization() {
      if (current === undefined || uses >= PER_SESSION) [current, uses] = [newOne(), 0];
      uses += 1;
      return current;
    },
    async isOver(authorization) {
      const status = await canary({ authorization });
      if (status === 200) return false;
      if ((await current) === authorization) current = undefined;
      return true;
    },
  };
  const [stranger, own] = [await canary({}), await canary({ authorization: await session.authorization() })];
  if (own === 200 && (stranger === 401 || stranger === 403)) return session;
  throw new SuiteError({
    what: `signIn.canary ${how.canary} answers ${own} to ${account.username} and ${stranger} to a stranger: nobody can tell whether a request was signed in.`,
    fix: 'name an operation that answers 200 to that account and refuses strangers.',
  });
}
