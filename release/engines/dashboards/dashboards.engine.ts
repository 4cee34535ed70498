import prometheus from '../../../fixtures/services/prometheus/prometheus.tool.ts';
import { defineEngine } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { whyNoSource } from '../../observability/source-files.ts';
import { type DashboardOptions, optionsSchema, parseOptions } from './options.ts';

/**
 * Starts Prometheus beside the target, with the product's own configuration, and asks what each panel of the product's own dashboards
 * asks: before a load and during it. It believes no panel where it does not see that one is empty, and that one stands still.
 */
export default defineEngine<DashboardOptions>({
  name: 'dashboards',
  kinds: ['release'],
  uses: ['vitest'],
  tools: [prometheus],
  metrics: ['panels.shown'],
  options: optionsSchema,
  parse: parseOptions,
  proves: ({ panels }) =>
    Promise.resolve([
      ...new Set(['OBS-03/every-panel', ...Object.values(panels).flatMap(({ proves }) => proves)]),
    ]),
  async unavailable({ tools, environment }) {
    const found = await tools.find(prometheus);
    return 'missing' in found ? found.missing : whyNoSource(environment);
  },
  async run(suiteRun) {
    const { proveDashboards } = await import('./prove-dashboards.ts');
    const found = await suiteRun.tools.find(prometheus);
    if ('missing' in found) throw new InfraError(found.missing);
    await proveDashboards(suiteRun, found.path);
  },
});
