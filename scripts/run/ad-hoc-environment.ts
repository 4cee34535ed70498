import { environmentSchema, type Environment } from '../../kernel/environment.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { isLoopback } from '../../kernel/loopback.ts';

/** The environment that `--base-url` stands for. Beyond this machine it allows only what neither loads nor disturbs. */
export function adHocEnvironment(baseUrl: string): Environment {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new ConfigError(
      `--base-url: got "${baseUrl}"; an http or https URL is needed, such as http://127.0.0.1:3000`,
    );
  if (url.username !== '' || url.password !== '')
    throw new ConfigError('--base-url: must not carry credentials: they would show in the process list');
  if (url.search !== '' || url.hash !== '')
    throw new ConfigError('--base-url: must have no query and no fragment: tests put paths after it');
  const near = isLoopback(url.hostname);
  return environmentSchema.parse({
    name: 'base-url',
    title: `--base-url ${url.href}`,
    owner: 'whoever runs it',
    target: 'remote',
    allows: near ? ['e2e', 'contract', 'load'] : ['e2e', 'contract'],
    effects: ['reads', 'writes', 'disturbs'],
    urls: { web: url.href },
  });
}
