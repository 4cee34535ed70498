import { Redactor } from '../../evidence/redaction.ts';
import { ConfigError, saidBy } from '../../kernel/errors.ts';
import { mentionedIn, type Environment, type Mentioned } from '../../kernel/environment.ts';
import { parseTenants } from '../../kernel/target.ts';
import { nameOf, readReference } from '../../kernel/value-reference.ts';
import { within, type Sentence } from '../../kernel/sentence.ts';

/**
 * The values of this environment that must never reach evidence: its passwords and whatever else it lists. A ConfigError names
 * the references of those that cannot be kept out of it. `reached`: without it no command is run, for nothing will ask for what
 * it prints.
 */
export function secretsOf(environment: Environment, reached = true): readonly string[] {
  const secrets = mentionedIn(environment)
    .filter(({ secret, reference }) => secret && (reached || !('command' in reference)))
    .flatMap(valuesOf);
  refuseUnredactable(environment.name, secrets);
  return secrets.map(({ value }) => value);
}

/** Of what holds whole tenants, their passwords. One that is malformed is for the target to refuse. */
function valuesOf({ where, reference }: Mentioned): readonly { name: string; value: string }[] {
  const name = 'command' in reference ? `${nameOf(reference)} of ${where}` : nameOf(reference);
  const read = readReference(reference);
  if (!('value' in read)) return [];
  if (where !== 'tenants') return [{ name, value: read.value }];
  const tenants = parseTenants(read.value) ?? [];
  return tenants
    .flatMap(({ accounts }) => Object.values(accounts))
    .map(({ password }) => ({ name, value: password }));
}

function refuseUnredactable(
  environment: string,
  secrets: readonly { readonly name: string; readonly value: string }[],
): void {
  const problems = secrets.flatMap(({ name, value }) => {
    const problem = unredactable(value);
    return problem === undefined ? [] : [within(`environment ${environment}: ${name}`, problem)];
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
