import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import type { ChangedRule } from '../../rules/changed-rules.ts';
import { type Exchange, isPersonal } from '../../rules/exchange.ts';
import { checkOf, examine } from '../../rules/examine.ts';
import { routeOf } from '../../rules/route.ts';
import type { Scan } from './scan.ts';

/** Records what the rules say of the target's exchanges, how much there was to look at, and a summary without bodies or values. */
export async function report(
  run: SuiteRun,
  scan: Scan,
  exchanges: readonly Exchange[],
  rules: readonly ChangedRule[],
): Promise<void> {
  const { recorder } = run;
  for (const examination of rules.map((rule) => examine(rule, exchanges))) {
    for (const finding of examination.findings) recorder.finding(finding);
    recorder.check(checkOf(examination));
  }
  for (const role of scan.signedIn) {
    recorder.check({
      id: `authenticated canary of ${role}, before and after`,
      outcome: 'passed',
      durationMs: 0,
    });
  }
  const count = (name: string, value: number, unit: string) =>
    recorder.metric({ name, value, unit, samples: exchanges.length });
  count('findings.examined', exchanges.length, 'exchanges');
  count('urls.reached', new Set(exchanges.map((exchange) => exchange.url)).size, 'urls');
  count('spider.urls', scan.spiderUrls, 'urls');
  count('exchanges.authenticated', exchanges.filter(isPersonal).length, 'exchanges');
  await attachSummary(run, exchanges);
}

async function attachSummary(run: SuiteRun, exchanges: readonly Exchange[]): Promise<void> {
  const file = join(run.work, 'exchanges.json');
  const lines = exchanges.map((exchange) => ({
    site: exchange.site,
    method: exchange.method,
    route: routeOf(exchange.url),
    status: exchange.status,
    authenticated: exchange.authenticated,
  }));
  await writeFile(file, JSON.stringify(lines, null, 2));
  await run.recorder.attach('exchanges.json', file);
}
