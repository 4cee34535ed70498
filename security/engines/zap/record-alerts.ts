import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { sitesOf } from './scan.ts';
import { alertsOf, findingOfAlert, hasRulePacks } from './zap-alerts.ts';
import type { ZapAccess } from './zap-api.ts';
import type { ZapOptions } from './zap-options.ts';

/**
 * Records what ZAP's own passive rules found until `deadlineMs` (on the clock of `performance.now`). Returns the error to throw, once everything else is
 * recorded too, when they had not read all by then: what they did not read may hold the worst.
 */
export async function recordAlerts(
  run: SuiteRun<ZapOptions>,
  zap: ZapAccess,
  deadlineMs: number,
): Promise<InfraError | undefined> {
  if (!(await hasRulePacks(zap))) {
    run.recorder.loss({
      what: 'some rules of ZAP were not there: this ZAP has no rule packs (no add-on pscanrules): our rules judge what it recorded; its own rules say nothing',
    });
    return undefined;
  }
  const { alerts, unread } = await alertsOf(zap, deadlineMs);
  const findings = alerts.flatMap((alert) => findingOfAlert(alert, sitesOf(run)) ?? []);
  for (const finding of findings) run.recorder.finding(finding);
  run.recorder.event('zap-alerts', { alerts: alerts.length, findings: findings.length, unread });
  if (unread === 0) return undefined;
  return new InfraError({
    what: `ZAP's own passive rules did not finish: ${unread} exchanges were not read.`,
    fix: "raise the suite's timeoutMs, name fewer pages, or quieten the machine.",
  });
}
