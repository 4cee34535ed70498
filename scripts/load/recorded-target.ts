import type { Environment } from '../../kernel/environment.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { readReference } from '../../kernel/value-reference.ts';
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

/** Where the load was to go: what was recorded is held to it. A ConfigError names every reference that leads nowhere. */
function urlsOf({ name, urls }: Environment): Readonly<Record<string, string>> {
  const read = Object.entries(urls).map(
    ([role, url]) => [role, typeof url === 'string' ? { value: url } : readReference(url)] as const,
  );
  const missing = read.flatMap(([role, one]) =>
    'problem' in one
      ? [
          `environment ${name}: ${one.problem} (the URL of ${role}, with which the hosts of the samples are compared)`,
        ]
      : [],
  );
  if (missing.length > 0) throw new ConfigError(missing);
  return Object.fromEntries(read.map(([role, one]) => [role, 'value' in one ? one.value : '']));
}
