import { join } from 'node:path';
import { defineEngine } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { whyNoSource } from '../../source/subjects.ts';
import { optionsSchema, type GitleaksOptions } from './options.ts';
import gitleaks from './gitleaks.tool.ts';

/**
 * Looks for secrets with gitleaks in the files of a checkout and in all its commits, with a canary among each. What it found counts
 * only where it found that too, and looked at everything.
 */
export default defineEngine<GitleaksOptions, 'source'>({
  name: 'gitleaks',
  kinds: ['security'],
  toolKind: 'secrets',
  needs: 'source',
  tools: [gitleaks],
  metrics: [
    'findings.critical',
    'findings.high',
    'findings.medium',
    'findings.low',
    'findings.examined',
    'commits.examined',
  ],
  options: optionsSchema,
  parse: (options, folder) => {
    const { allowed, ...rest } = optionsSchema.parse(options);
    return { ...rest, ...(allowed !== undefined && { allowed: join(folder, allowed) }) };
  },
  proves: () => Promise.resolve(['SEC-05/tree', 'SEC-05/history']),
  async unavailable({ tools, environment, options }) {
    const found = await tools.find(gitleaks);
    if ('missing' in found) return found.missing;
    return options && whyNoSource(environment, options.subjects);
  },
  async run(suiteRun) {
    const { searchSecrets } = await import('./search-secrets.ts');
    const found = await suiteRun.tools.find(gitleaks);
    if ('missing' in found) throw new InfraError(found.missing);
    await searchSecrets(suiteRun, found);
  },
});
