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
  if (ids.length === 0) return { most };
  return { most, request: await gateRequest(ids, options), config: await loadConfig() };
}
