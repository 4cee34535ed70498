import type { Environment } from '../../kernel/environment.ts';
import { ConfigError } from '../../kernel/errors.ts';
import type { ExportRecord } from '../../load/engines/k6/pods/export-record.ts';
import type { RunningTarget, Target } from '../../kernel/target.ts';

/** In place of a target whose load was recorded elsewhere: nothing is started and nothing is asked. */
export function recordedTarget({ name }: Target, record: Pick<ExportRecord, 'id'>): Target {
  const running = (environment: Environment): RunningTarget => ({
    name,
    version: process.env['TARGET_VERSION'] ?? `recorded elsewhere (export ${record.id})`,
    commit: process.env['TARGET_COMMIT'],
    urls: urlsOf(environment),
    tenants: [],
    links: {},
    linksUnavailable: { what: 'the load was recorded elsewhere' },
    health: () =>
      Promise.resolve({ id: 'nothing to ask', outcome: 'passed', durationMs: 0, proves: [], attempt: 1 }),
    logs: [],
  });
  return {
    name,
    tools: [],
    check: (environment) => Promise.resolve(void urlsOf(environment)),
    start: ({ environment }) => Promise.resolve(running(environment)),
  };
}

/** Where the load was to go: what was recorded is held to it. A ConfigError names every variable that is not set. */
function urlsOf({ name, urls }: Environment): Readonly<Record<string, string>> {
  const read = Object.entries(urls).map(([role, url]) => {
    const value = typeof url === 'string' ? url : (process.env[url.variable] ?? '');
    return [role, value, typeof url === 'string' ? role : url.variable] as const;
  });
  const missing = read.filter(([, value]) => value === '');
  if (missing.length > 0)
    throw new ConfigError(
      missing.map(
        ([role, , variable]) =>
          `environment ${name}: ${variable} is not set (the URL of ${role}, with which the hosts of the samples are compared)`,
      ),
    );
  return Object.fromEntries(read.map(([role, value]) => [role, value]));
}
