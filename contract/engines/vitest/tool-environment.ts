import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import type { VitestOptions } from './options.ts';

/** What Vitest is told through its environment: the target, where output goes, and that its libraries must not phone home. */
export function environmentOf(suiteRun: SuiteRun<VitestOptions>): Record<string, string> {
  const { inbox, variables, work, folder } = suiteRun;
  return {
    ...variables,
    HARNESS_INBOX: inbox,
    HARNESS_WORK: work,
    HARNESS_CHECK_FOLDER: folder,
    HARNESS_PACTS: join(work, 'pacts'),
    PACT_DO_NOT_TRACK: 'true',
    SCARF_ANALYTICS: 'false',
    NO_COLOR: '1',
  };
}
