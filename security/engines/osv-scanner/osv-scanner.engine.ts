import { defineEngine } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { whyNoSource } from '../../source/subjects.ts';
import { whyNoDatabase } from './database.ts';
import { optionsSchema, type OsvOptions } from './options.ts';
import osvScanner from './osv-scanner.tool.ts';

/**
 * Compares a checkout's lockfiles with advisories that lie on this machine. What it found counts only where it knew every package, and
 * found one that has been known to be vulnerable for years.
 */
export default defineEngine<OsvOptions, 'source'>({
  name: 'osv-scanner',
  kinds: ['security'],
  toolKind: 'sca',
  needs: 'source',
  tools: [osvScanner],
  // It takes minutes to build, and is of no use without advisories.
  toolsFor: (options) => (whyNoDatabase(options) === undefined ? [osvScanner] : []),
  metrics: [
    'findings.critical',
    'findings.high',
    'findings.medium',
    'findings.low',
    'findings.examined',
    'database.age',
  ],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  proves: () => Promise.resolve(['SEC-01/critical-high']),
  async unavailable({ tools, environment, options }) {
    const without = options && (whyNoDatabase(options) ?? whyNoSource(environment, options.subjects));
    if (without !== undefined) return without;
    const found = await tools.find(osvScanner);
    return 'missing' in found ? found.missing : undefined;
  },
  async run(suiteRun) {
    const { compareWithAdvisories } = await import('./compare-with-advisories.ts');
    const found = await suiteRun.tools.find(osvScanner);
    if ('missing' in found) throw new InfraError(found.missing);
    await compareWithAdvisories(suiteRun, found);
  },
});
