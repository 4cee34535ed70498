import { dayOrTime } from '../../kernel/day-or-time.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { environmentNamed } from '../../kernel/plan.ts';
import { PHASES } from '../../kernel/policy.ts';
import { stagesOf, type HarnessConfig } from '../../kernel/config.ts';
import { loadAll } from '../definitions.ts';
import { loadConfig } from '../finish/config.ts';
import { findRun } from '../session/find-run.ts';
import type { GateRequest } from './gate-runs.ts';

/** What the command line says of runs that are judged as one. */
export interface GateOptions {
  readonly stage: string;
  readonly env?: string;
  readonly phase?: string;
  readonly at?: string;
}

/** A ConfigError names what is wrong of it. */
export async function gateRequest(
  ids: readonly string[],
  { stage, env, phase, at }: GateOptions,
): Promise<GateRequest> {
  if (env !== undefined) environmentNamed(await loadAll(), env);
  return {
    runs: ids.map(findRun),
    stage: stageOf(stage, await loadConfig()),
    environment: env,
    phase: phase === undefined ? undefined : oneOf('--phase', PHASES, phase),
    now: timeOf(at),
  };
}

export function stageOf(got: string, config: Pick<HarnessConfig, 'stages'>): string {
  return oneOf('--stage', stagesOf(config), got);
}

function oneOf<T extends string>(option: string, known: readonly T[], got: string): T {
  const found = known.find((one) => one === got);
  if (found === undefined) throw new ConfigError(`${option}: got "${got}"; known: ${known.join(', ')}`);
  return found;
}

function timeOf(at: string | undefined): Date {
  if (at === undefined) return new Date();
  if (!dayOrTime.safeParse(at).success)
    throw new ConfigError(`--at: got "${at}"; a day such as 2026-10-31, or an ISO time`);
  return new Date(at);
}
