import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { configSchema, type HarnessConfig } from '../../kernel/config.ts';
import type { Definitions } from '../../kernel/definitions.ts';
import { sayProblems } from '../../kernel/discover.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { ROOT } from '../root.ts';

const FILE = 'harness.config.ts';

/** The checked harness.config.ts. A ConfigError lists every problem. */
export async function loadConfig(): Promise<HarnessConfig> {
  try {
    const module = (await import(pathToFileURL(join(ROOT, FILE)).href)) as { default?: unknown };
    return configSchema.parse(module.default);
  } catch (error) {
    throw new ConfigError(sayProblems(FILE, error));
  }
}

/** Names in the policy that nothing in the checkout answers to. */
export function checkConfig(
  config: HarnessConfig,
  definitions: Definitions,
  requirements: ReadonlySet<string>,
): void {
  const suites = new Set<string>(definitions.suites.map((found) => found.value.name));
  const policies = [...Object.entries(config.stages), ['otherwise', config.otherwise] as const];
  const problems = policies.flatMap(([where, policy]) => [
    ...policy.required
      .filter((name) => !suites.has(name))
      .map((name) => `${FILE}: ${where}.required: no suite "${name}"; known: ${[...suites].join(', ')}`),
    ...(policy.notWorse ?? [])
      .filter((name) => !suites.has(name))
      .map((name) => `${FILE}: ${where}.notWorse: no suite "${name}"; known: ${[...suites].join(', ')}`),
    ...policy.mustProve
      .filter((id) => !requirements.has(id))
      .map((id) => `${FILE}: ${where}.mustProve: unknown requirement "${id}"; see fixtures/requirements`),
  ]);
  if (problems.length > 0) throw new ConfigError(problems);
}
