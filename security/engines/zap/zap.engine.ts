import { defineEngine, type SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { type ZapOptions, zapOptionsSchema } from './zap-options.ts';
import zap from './zap.tool.ts';

/**
 * Sends the target's pages through OWASP ZAP and its spider, and reads what ZAP recorded with our passive rules, and with ZAP's own
 * where its rule packs are installed. Passive only: it submits nothing but the login and attacks nothing.
 */
export default defineEngine<ZapOptions>({
  name: 'zap',
  kinds: ['security'],
  toolKind: 'dast',
  tools: [zap],
  metrics: [
    'findings.critical',
    'findings.high',
    'findings.medium',
    'findings.low',
    'findings.examined',
    'urls.reached',
    'spider.urls',
    'exchanges.authenticated',
  ],
  options: zapOptionsSchema,
  parse: (options) => zapOptionsSchema.parse(options),
  async proves() {
    const { allRules } = await import('../../rules/all-rules.ts');
    return (await allRules()).flatMap((rule) => rule.proves);
  },
  async unavailable({ tools }) {
    const found = await tools.find(zap);
    return 'missing' in found ? found.missing : undefined;
  },
  run,
});

async function run(suiteRun: SuiteRun<ZapOptions>): Promise<void> {
  const { scanWithZap } = await import('./scan-with-zap.ts');
  const found = await suiteRun.tools.find(zap);
  if ('missing' in found) throw new InfraError(found.missing);
  await scanWithZap(suiteRun, found.path);
}
