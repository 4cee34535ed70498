import { defineCommand } from '../command.ts';
import type { GateOptions } from '../gate/gate-options.ts';
import { addGateOptions } from './gate-options.ts';

type GateFlags = GateOptions & { readonly json?: boolean; readonly full?: boolean };

export default defineCommand({
  name: 'gate',
  description: 'judge several sealed runs as one, from their evidence alone; changes nothing',
  build(command) {
    addGateOptions(command.argument('<run...>', 'run ids or folders of evidence, all of the same system'))
      .option('--full', 'print every reason, and each suite and aspect with the run that showed it')
      .option('--json', 'print JSON')
      .action(async (ids: readonly string[], { json, full, ...options }: GateFlags) => {
        const { exitCodeOf } = await import('../../kernel/verdict.ts');
        const { gateRequest } = await import('../gate/gate-options.ts');
        const { judgeRuns } = await import('../gate/gate-runs.ts');
        const { gateJson, sayGate } = await import('../gate/say-gate.ts');
        const gated = await judgeRuns(await gateRequest(ids, options));
        console.log(json ? JSON.stringify(gateJson(gated)) : sayGate(gated, { full }));
        process.exitCode = exitCodeOf(gated.decision.verdict);
      });
  },
});
