import { ConfigError } from '../../../kernel/errors.ts';
import { loadConfig } from '../../finish/config.ts';
import { gateRequest, type GateOptions } from '../gate-options.ts';
import type { ProofRequest } from './prove-gate.ts';

/** What the command line says of a proof; without a run it is of made ones. A ConfigError names what is wrong of it. */
export async function proofRequest(
  ids: readonly string[],
  options: GateOptions,
  mutants: string,
): Promise<ProofRequest> {
  const most = Number(mutants);
  if (!Number.isInteger(most) || most < 1)
    throw new ConfigError(`--mutants: got "${mutants}"; a whole number, at least 1`);
  if (ids.length === 0) {
    refuseUnused(options);
    return { most };
  }
  return { most, request: await gateRequest(ids, options), config: await loadConfig() };
}

/** What is asked of runs, and there are none. */
function refuseUnused({ stage, env, phase, at }: GateOptions): void {
  const given = { stage: stage === 'release' ? undefined : stage, env, phase, at };
  const [unused] = Object.entries(given).filter(([, value]) => value !== undefined);
  if (unused === undefined) return;
  throw new ConfigError({
    what: `--${unused[0]}: got "${String(unused[1])}", and no run that it is asked of`,
    fix: 'name runs that pass together, or leave it out: made runs have a policy of their own',
  });
}
