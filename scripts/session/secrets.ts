import { Redactor } from '../../evidence/redaction.ts';
import { ConfigError, saidBy } from '../../kernel/errors.ts';
import { variablesOf, type Environment } from '../../kernel/environment.ts';
import { within, type Sentence } from '../../kernel/sentence.ts';

/**
 * The values of this environment that must never reach evidence: its passwords and whatever else it lists. A ConfigError names
 * the variables of those that cannot be kept out of it.
 */
export function secretsOf(environment: Environment): readonly string[] {
  const usernames = new Set(Object.values(environment.accounts).map((account) => account.username.variable));
  const { scrape, ingest } = environment;
  const places = [...Object.values(environment.urls), ...scrape.map(({ url }) => url), ingest?.url ?? ''];
  const urls = new Set(places.flatMap((url) => (typeof url === 'string' ? [] : [url.variable])));
  const secrets = variablesOf(environment)
    .filter((variable) => !usernames.has(variable) && !urls.has(variable))
    .map((variable) => ({ variable, value: process.env[variable] ?? '' }))
    .filter(({ value }) => value !== '');
  refuseUnredactable(environment.name, secrets);
  return secrets.map(({ value }) => value);
}

function refuseUnredactable(name: string, secrets: readonly { variable: string; value: string }[]): void {
  const problems = secrets.flatMap(({ variable, value }) => {
    const problem = unredactable(value);
    return problem === undefined ? [] : [within(`environment ${name}: ${variable}`, problem)];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Why a value cannot be kept out of evidence; undefined where it can. */
export function unredactable(value: string): Sentence | undefined {
  try {
    new Redactor([value]);
    return undefined;
  } catch (error) {
    return saidBy(error);
  }
}
