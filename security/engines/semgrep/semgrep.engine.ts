import { defineEngine } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { whyNoSource } from '../../source/subjects.ts';
import { optionsSchema, type SemgrepOptions } from './options.ts';
import semgrep from './semgrep.tool.ts';

/**
 * Reads a checkout's TypeScript and JavaScript with rules of ours. What it found counts only where it read every file, and every rule
 * found what was planted for it and nothing in what is right.
 */
export default defineEngine<SemgrepOptions, 'source'>({
  name: 'semgrep',
  kinds: ['security'],
  toolKind: 'sast',
  needs: 'source',
  tools: [semgrep],
  metrics: ['findings.critical', 'findings.high', 'findings.medium', 'findings.low', 'findings.examined'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  proves: () => Promise.resolve(['SEC-04/owasp', 'SEC-04/whole']),
  async unavailable({ tools, environment, options }) {
    const found = await tools.find(semgrep);
    if ('missing' in found) return found.missing;
    return options && whyNoSource(environment, options.subjects);
  },
  async run(suiteRun) {
    const { readSource } = await import('./read-source.ts');
    const found = await suiteRun.tools.find(semgrep);
    if ('missing' in found) throw new InfraError(found.missing);
    await readSource(suiteRun, found);
  },
});
