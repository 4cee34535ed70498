import type { Binding } from '../../../fixtures/bindings/target.ts';
import { webClient } from './web-client.ts';

export type State = 'an account exists' | 'somebody is signed in' | 'nobody is signed in';
type Values = Record<string, string>;

/** How to put the running API into each state; the values replace the examples in the pact. */
export function providerStates({
  apiUrl,
  accounts,
}: Binding): Readonly<Record<State, () => Promise<Values>>> {
  const { username, password } = accounts.user;
  return {
    'an account exists': () => Promise.resolve({ email: username, password }),
    'somebody is signed in': async () => {
      const { status, body } = await webClient(apiUrl).login(username, password);
      if (status !== 200) throw new Error(`signing in answered ${status}`);
      return { token: (body as { token: string }).token };
    },
    'nobody is signed in': () => Promise.resolve({}),
  };
}
