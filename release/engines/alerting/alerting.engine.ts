import alertmanager from '../../../fixtures/services/prometheus/alertmanager.tool.ts';
import prometheus from '../../../fixtures/services/prometheus/prometheus.tool.ts';
import { defineEngine } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { whyNoSource } from '../../observability/source-files.ts';
import { optionsSchema, type AlertingOptions } from './options.ts';

/**
 * Starts Prometheus and Alertmanager with the product's own rules beside it, causes what they are to tell of, and follows each alert to
 * the people who are told. It says so only where it found what was told wrongly on purpose.
 */
export default defineEngine<AlertingOptions>({
  name: 'alerting',
  kinds: ['release'],
  toolKind: 'alerts',
  tools: [prometheus, alertmanager],
  metrics: ['detect.p50', 'detect.p95', 'resolve.p50', 'resolve.p95'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  proves: async ({ alerts }) => {
    const { PROVES } = await import('./prove-alerts.ts');
    return [...new Set([...PROVES, ...alerts.flatMap(({ proves }) => proves)])];
  },
  refuses: ({ link }, { allows, guardrails = {} }) => [
    ...(allows.includes('chaos') ? [] : [`allows does not have chaos: the link ${link} would be disturbed`]),
    ...(guardrails.links?.includes(link) === false ? [`guardrails.links does not have ${link}`] : []),
    ...['latency', 'reset']
      .filter((fault) => guardrails.faults?.includes(fault) === false)
      .map((fault) => `guardrails.faults does not have ${fault}`),
    ...((guardrails.hours ?? guardrails.stopFile)
      ? ['guardrails.hours and stopFile are for experiments only']
      : []),
  ],
  async unavailable({ tools, environment }) {
    for (const tool of [prometheus, alertmanager]) {
      const found = await tools.find(tool);
      if ('missing' in found) return found.missing;
    }
    return whyNoSource(environment);
  },
  async run(suiteRun) {
    const { proveAlerts } = await import('./prove-alerts.ts');
    const programs = await Promise.all([prometheus, alertmanager].map((tool) => suiteRun.tools.find(tool)));
    const paths = programs.map((found) => {
      if ('missing' in found) throw new InfraError(found.missing);
      return found.path;
    });
    const [forPrometheus = '', forAlertmanager = ''] = paths;
    await proveAlerts(suiteRun, { prometheus: forPrometheus, alertmanager: forAlertmanager });
  },
});
