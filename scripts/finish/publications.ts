import type { HarnessConfig } from '../../kernel/config.ts';
import { discover, sayProblems } from '../../kernel/discover.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { PUBLISHER, type Publisher } from '../../kernel/publisher.ts';
import { unredactable } from '../session/secrets.ts';
import { HERE, type Roots } from '../../kernel/project.ts';
import { within, type Said } from '../../kernel/sentence.ts';

/** A publisher of harness.config.ts, with its options as it has checked them. */
export interface Publication {
  readonly publisher: Publisher;
  readonly options: unknown;
}

const WHERE = 'harness.config.ts: publish';

/** Who publishes a run of that stage, in order. One ConfigError lists every problem of every entry, of those for other stages, too. */
export async function publicationsOf(
  { publish }: Pick<HarnessConfig, 'publish'>,
  stage: string | undefined,
  roots: Roots = HERE,
): Promise<readonly Publication[]> {
  if (publish.length === 0) return [];
  const problems: Said[] = [];
  const found = await discover(PUBLISHER, { ...roots, problems });
  const known = found.map(({ value }) => value);
  const publications = publish.flatMap((entry, at) => {
    const { publisher: name, stages } = entry;
    if (publish.findIndex((other) => other.publisher === name) < at)
      problems.push(`${WHERE}: "${name}" stands there twice; keep one`);
    const publisher = known.find((one) => one.name === name);
    if (publisher === undefined) {
      problems.push(`${WHERE}: got "${name}"; known: ${known.map((one) => one.name).join(', ') || 'none'}`);
      return [];
    }
    try {
      const options = publisher.parse(entry.options);
      const isFor = stages === undefined || stages.some((one) => one === stage);
      return isFor ? [{ publisher, options }] : [];
    } catch (error) {
      problems.push(...sayProblems(`${WHERE}: ${name}: options`, error));
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return publications;
}

/** The values of the variables that hold a publisher's secrets. A ConfigError names each that is not set, or cannot be kept out of evidence. */
export function secretsOfPublisher({ publisher, options }: Publication): readonly string[] {
  const variables = publisher.secrets?.(options) ?? [];
  const secrets = variables.map((variable) => ({ variable, value: process.env[variable] ?? '' }));
  const problems = secrets.flatMap(({ variable, value }) => {
    const problem =
      value === '' ? { what: 'is not set.', fix: 'set it to the secret that it names' } : unredactable(value);
    return problem === undefined ? [] : [within(`${WHERE}: ${publisher.name}: ${variable}`, problem)];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return secrets.map(({ value }) => value);
}
