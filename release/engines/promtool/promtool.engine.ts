import promtool from '../../../fixtures/services/prometheus/promtool.tool.ts';
import { defineEngine } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { whyNoSource } from '../../observability/source-files.ts';
import { optionsSchema, type PromtoolOptions } from './options.ts';

/**
 * Validates a product's own alert rules, runs their unit tests, and changes each rule to see whether a test notices. It says so only
 * where promtool refused what is wrong on purpose.
 */
export default defineEngine<PromtoolOptions, 'source'>({
  name: 'promtool',
  kinds: ['release'],
  toolKind: 'alert-rules',
  needs: 'source',
  tools: [promtool],
  metrics: ['changes.made', 'changes.survived'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  proves: ({ alerts }) =>
    Promise.resolve([
      ...new Set([
        'OBS-01/prometheus-yml',
        'OBS-01/alerts-yml',
        ...Object.values(alerts).flatMap(({ proves }) => proves),
      ]),
    ]),
  async unavailable({ tools, environment }) {
    const found = await tools.find(promtool);
    if ('missing' in found) return found.missing;
    return whyNoSource(environment);
  },
  async run(suiteRun) {
    const { proveRules } = await import('./prove-rules.ts');
    const found = await suiteRun.tools.find(promtool);
    if ('missing' in found) throw new InfraError(found.missing);
    await proveRules(suiteRun, found);
  },
});
