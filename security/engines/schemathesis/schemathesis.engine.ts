import { defineEngine } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { type FuzzOptions, optionsSchema } from './options.ts';
import schemathesis from './schemathesis.tool.ts';

/**
 * Asks an API all that its OpenAPI document describes, rightly and wrongly, and holds each answer to that document. What it did not find
 * counts only where it found the same in an API of ours, and where it asked every operation.
 */
export default defineEngine<FuzzOptions>({
  name: 'schemathesis',
  kinds: ['security'],
  toolKind: 'fuzz',
  tools: [schemathesis],
  metrics: ['findings.critical', 'findings.high', 'findings.medium', 'findings.low', 'findings.examined'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  permissions: () => ['active-scan'],
  proves: () => Promise.resolve(['SEC-08/input', 'SEC-08/leaks']),
  async unavailable({ tools }) {
    const found = await tools.find(schemathesis);
    return 'missing' in found ? found.missing : undefined;
  },
  async run(suiteRun) {
    const { fuzz } = await import('./fuzz.ts');
    const found = await suiteRun.tools.find(schemathesis);
    if ('missing' in found) throw new InfraError(found.missing);
    await fuzz(suiteRun, found);
  },
});
