import { variablesOf, type Environment } from '../../kernel/environment.ts';

/** The values of this environment that must never reach evidence: its passwords and whatever else it lists. */
export function secretsOf(environment: Environment): readonly string[] {
  const usernames = new Set(Object.values(environment.accounts).map((account) => account.username.variable));
  const urls = new Set(
    Object.values(environment.urls).flatMap((url) => (typeof url === 'string' ? [] : [url.variable])),
  );
  return variablesOf(environment)
    .filter((variable) => !usernames.has(variable) && !urls.has(variable))
    .flatMap((variable) => process.env[variable] ?? [])
    .filter((value) => value !== '');
}
