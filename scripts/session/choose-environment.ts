import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Definitions } from '../../kernel/definitions.ts';
import type { Environment } from '../../kernel/environment.ts';
import { ConfigError, messageOf } from '../../kernel/errors.ts';
import { environmentNamed } from '../../kernel/plan.ts';
import { ROOT } from '../root.ts';

/**
 * The environment of that name. Where the checkout has an `.env.<name>`, its variables count as if they had been exported; what was
 * exported wins.
 */
export function chooseEnvironment(definitions: Definitions, name: string, root = ROOT): Environment {
  const environment = environmentNamed(definitions, name);
  const file = join(root, `.env.${name}`);
  if (!existsSync(file)) return environment;
  try {
    process.loadEnvFile(file);
  } catch (error) {
    throw new ConfigError(`.env.${name}: cannot be read: ${messageOf(error)}`);
  }
  return environment;
}
