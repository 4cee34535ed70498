import type { Environment } from '../../../../kernel/environment.ts';
import type { ValueReference } from '../../../../kernel/value-reference.ts';
import { environmentVariables, variablesFor, withoutRootSlash } from '../../../../kernel/variables.ts';

/** A variable of a pod: its value, or the key of the Secret that holds it. */
export type PodVariable =
  { readonly name: string; readonly value: string } | { readonly name: string; readonly key: string };

/** No value begins like this. */
const MARK = '\0secret:';

/**
 * What a script finds in its environment, as in a live run. Whatever the environment only refers to stays a reference: neither
 * credentials nor URLs of that kind are looked up here.
 */
export function podVariables(
  environment: Environment,
  own: Readonly<Record<string, string>>,
): readonly PodVariable[] {
  const urls = Object.entries(environment.urls).map(
    ([role, url]) =>
      [role, typeof url === 'string' ? withoutRootSlash(url) : marked(url, `urls.${role}`)] as const,
  );
  const accounts = Object.entries(environment.accounts).map(
    ([role, { username, password }]) =>
      [
        role,
        {
          username: marked(username, `accounts.${role}.username`),
          password: marked(password, `accounts.${role}.password`),
        },
      ] as const,
  );
  const named = environment.tenant ?? environment.name;
  const name = typeof named === 'string' ? named : marked(named, 'tenant');
  const tenant = { name, accounts: Object.fromEntries(accounts) };
  const variables = {
    ...variablesFor({ urls: Object.fromEntries(urls), tenants: [tenant] }, tenant),
    ...environmentVariables(environment),
    ...own,
  };
  return Object.entries(variables).map(([name, value]) =>
    value.startsWith(MARK) ? { name, key: value.slice(MARK.length) } : { name, value },
  );
}

/** The Secret's key: the variable's name, else where the reference stands. */
function marked(reference: ValueReference, where: string): string {
  return `${MARK}${'variable' in reference ? reference.variable : where}`;
}

/** The variables that the Secret must hold, each once. */
export function secretKeys(variables: readonly PodVariable[]): readonly string[] {
  return [...new Set(variables.flatMap((one) => ('key' in one ? [one.key] : [])))];
}
