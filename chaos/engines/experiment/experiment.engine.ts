import toxiproxy from '../../../fixtures/services/toxiproxy/toxiproxy.tool.ts';
import { defineEngine } from '../../../kernel/engine.ts';
import type { SubjectKind } from '../../../kernel/experiment.ts';
import type { FurtherPermission } from '../../../kernel/permission.ts';
import { brokenGuardrails } from './guardrails.ts';
import { LOAD_METRICS } from './load-metrics.ts';
import { optionsSchema, type Experiment } from './options.ts';
import { lackOfCommands } from './lack-of-commands.ts';
import { parseExperiment } from './parse-experiment.ts';

/** A link is our own Toxiproxy's; whatever else is disturbed may be somebody's. */
const PERMISSIONS: Readonly<Record<SubjectKind, readonly FurtherPermission[]>> = {
  link: [],
  process: ['process-faults'],
  network: ['network-faults'],
};

/** Disturbs the target under load and measures what becomes of it. Its steady state is the suite's thresholds. */
export default defineEngine<Experiment>({
  name: 'experiment',
  kinds: ['chaos'],
  toolKind: 'resilience',
  uses: ['k6'],
  tools: [toxiproxy],
  metrics: ['recovery_ms', ...LOAD_METRICS],
  permissions: ({ faults }) => [...new Set(faults.flatMap(({ subject }) => PERMISSIONS[subject.kind]))],
  refuses: (experiment, environment) => brokenGuardrails(experiment, environment),
  options: optionsSchema,
  parse: (options) => parseExperiment(options),
  unavailable: async ({ tools, options, environment }) => {
    const lacking = options && lackOfCommands(options, environment);
    if (lacking !== undefined) return lacking;
    if (options?.faults.every(({ subject }) => subject.kind !== 'link')) return undefined;
    const found = await tools.find(toxiproxy);
    return 'missing' in found ? found.missing : undefined;
  },
  run: async (suiteRun) => (await import('./conduct.ts')).conduct(suiteRun),
});
