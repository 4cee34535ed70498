import type { ExportRecord } from '../../load/engines/k6/pods/export-record.ts';
import type { RunningTarget, Target } from '../../kernel/target.ts';

/** In place of a target whose load was recorded elsewhere: nothing is started and nothing is asked. */
export function recordedTarget({ name }: Target, record: Pick<ExportRecord, 'id'>): Target {
  const running: RunningTarget = {
    name,
    version: process.env['TARGET_VERSION'] ?? `recorded elsewhere (export ${record.id})`,
    commit: process.env['TARGET_COMMIT'],
    urls: {},
    tenants: [],
    links: {},
    linksUnavailable: 'the load was recorded elsewhere',
    health: () =>
      Promise.resolve({ id: 'nothing to ask', outcome: 'passed', durationMs: 0, proves: [], attempt: 1 }),
    logs: [],
  };
  return { name, tools: [], start: () => Promise.resolve(running) };
}
