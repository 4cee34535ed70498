import prometheus from '../../../fixtures/services/prometheus/prometheus.tool.ts';
import { defineEngine } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { whyNoSource } from '../../observability/source-files.ts';
import { optionsSchema, type DashboardOptions } from './options.ts';

const EVERY_PANEL = 'OBS-03/every-panel';

/**
 * Starts Prometheus beside the product and asks each query of its dashboards, before a load and under it: an answer must be there, and
 * must move. It says so only where it found a panel that is empty and one that stands still.
 */
export default defineEngine<DashboardOptions>({
  name: 'dashboards',
  kinds: ['release'],
  toolKind: 'dashboards',
  tools: [prometheus],
  metrics: [],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  proves: ({ panels }) => Promise.resolve([...new Set([EVERY_PANEL, ...Object.values(panels).flat()])]),
  async unavailable({ tools, environment }) {
    const found = await tools.find(prometheus);
    return 'missing' in found ? found.missing : whyNoSource(environment);
  },
  async run(suiteRun) {
    const { provePanels } = await import('./prove-panels.ts');
    const found = await suiteRun.tools.find(prometheus);
    if ('missing' in found) throw new InfraError(found.missing);
    await provePanels(suiteRun, found.path, [EVERY_PANEL]);
  },
});
