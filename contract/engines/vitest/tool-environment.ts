import { dirname, join } from 'node:path';
import { TALLY } from '../../../fixtures/test-runners/assertions/tally.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import type { VitestOptions } from './options.ts';

/**
 * What Vitest, whose program is named, is told through its environment: the target, where output goes, how its assertions are
 * counted, and that its libraries must not phone home.
 */
export function environmentOf(suiteRun: SuiteRun<VitestOptions>, program: string): Record<string, string> {
  const { inbox, variables, work, folder } = suiteRun;
  return {
    ...variables,
    HARNESS_INBOX: inbox,
    HARNESS_WORK: work,
    HARNESS_CHECK_FOLDER: folder,
    [TALLY]: join(work, 'assertions.ndjson'),
    HARNESS_VITEST: join(dirname(program), 'dist/index.js'),
    HARNESS_PACTS: join(work, 'pacts'),
    PACT_DO_NOT_TRACK: 'true',
    SCARF_ANALYTICS: 'false',
    NO_COLOR: '1',
  };
}
