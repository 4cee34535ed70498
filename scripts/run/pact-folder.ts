import { ConfigError } from '../../kernel/errors.ts';
import type { RunOptions } from './run-request.ts';

interface Asked<O> {
  readonly names: readonly string[];
  readonly options: O;
}

/**
 * `run contract --pact-dir X --provider-url Y` is a plain run of X by the engine for pacts, at Y or where `--env` says. Throws a
 * ConfigError for what does not go with it.
 */
export function pactFolderAsPlain<O extends Partial<RunOptions>>({ names, options }: Asked<O>): Asked<O> {
  const { pactDir, providerUrl, ...rest } = options;
  if (pactDir === undefined) {
    if (providerUrl === undefined) return { names, options };
    throw new ConfigError('--provider-url goes with --pact-dir, the folder of the pacts');
  }
  const others = names.filter((name) => name !== 'contract');
  const problems = [
    ...others.map((name) => `"${name}": --pact-dir verifies the pacts of its folder and nothing else`),
    ...(options.engine === undefined ? [] : ['--engine: pacts have one of their own']),
    ...(providerUrl !== undefined && options.baseUrl !== undefined
      ? ['--base-url: --provider-url says where the provider is']
      : []),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  const where = providerUrl === undefined ? {} : { baseUrl: providerUrl };
  return { names: [pactDir], options: { ...(rest as O), ...where, engine: 'pact' } };
}
