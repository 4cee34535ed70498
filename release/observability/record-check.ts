import type { SuiteRun } from '../../kernel/engine.ts';

type Proving = { readonly proves?: readonly string[]; readonly durationMs?: number };

/** Records a check by all that is wrong: where nothing is, it passed. */
export function recordCheck(
  { recorder }: Pick<SuiteRun, 'recorder'>,
  id: string,
  problems: readonly string[],
  { proves = [], durationMs = 0 }: Proving = {},
): void {
  recorder.check({
    ...{ id, durationMs, proves: [...proves] },
    outcome: problems.length === 0 ? 'passed' : 'failed',
    ...(problems.length > 0 && { detail: problems.join('; ') }),
  });
}
