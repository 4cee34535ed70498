import { defineCommand } from '../command.ts';
import type { GateOptions } from '../gate/gate-options.ts';
import { addGateOptions } from './gate-options.ts';

interface Options extends GateOptions {
  readonly mutants: string;
  readonly json?: boolean;
}

export default defineCommand({
  name: 'gate-proof',
  description:
    'show that the gate blocks: each rule on a case made for it, and runs that pass with one thing in them made worse',
  build(command) {
    addGateOptions(
      command.argument('[run...]', 'sealed runs that pass together, to be made worse (default: made ones)'),
    )
      .option('--mutants <number>', 'how many to try at most', '500')
      .option('--json', 'print JSON')
      .action(async (ids: readonly string[], { json, mutants, ...options }: Options) => {
        const { exitCodeOf } = await import('../../kernel/verdict.ts');
        const { proofRequest } = await import('../gate/proof/proof-request.ts');
        const { proveGate } = await import('../gate/proof/prove-gate.ts');
        const { sayProof } = await import('../gate/proof/say-proof.ts');
        const proof = await proveGate(await proofRequest(ids, options, mutants));
        console.log(json ? JSON.stringify(proof) : sayProof(proof));
        process.exitCode = exitCodeOf(proof.verdict);
      });
  },
});
