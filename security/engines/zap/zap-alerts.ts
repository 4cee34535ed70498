import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Finding } from '../../../kernel/evidence.ts';
import { fingerprintOf } from '../../rules/finding.ts';
import { routeOf } from '../../rules/route.ts';
import { siteOf, type Sites } from '../../rules/sites.ts';
import { callZap, type ZapAccess } from './zap-api.ts';

const alertSchema = z.object({
  pluginId: z.string(),
  name: z.string(),
  risk: z.enum(['High', 'Medium', 'Low', 'Informational']),
  confidence: z.string(),
  url: z.string(),
  method: z.string().default('GET'),
  param: z.string().default(''),
  solution: z.string().default(''),
  cweid: z.coerce.number().default(0),
});
export type ZapAlert = z.infer<typeof alertSchema>;
const alertsSchema = z.object({ alerts: z.array(alertSchema) });
const addOnsSchema = z.object({ installedAddons: z.array(z.object({ id: z.string() })) });
const recordsSchema = z.object({ recordsToScan: z.coerce.number() });

const SEVERITY = { High: 8, Medium: 5.5, Low: 3, Informational: 0 } as const;
const PAGE = 100;
const POLL_MS = 250;

/** Whether this ZAP has passive rules of its own; one that was assembled from Maven artifacts has none. */
export async function hasRulePacks(zap: ZapAccess): Promise<boolean> {
  const { installedAddons } = addOnsSchema.parse(await callZap(zap, 'autoupdate/view/installedAddons'));
  return installedAddons.some((addOn) => addOn.id === 'pscanrules');
}

export interface ZapAlerts {
  readonly alerts: readonly ZapAlert[];
  /** How many exchanges ZAP's passive rules had still to read at the deadline; 0 when they had read everything. */
  readonly unread: number;
}

/** ZAP's own alerts about the product, once its passive rules have read everything, or at `deadlineMs` (on the clock of `performance.now`). */
export async function alertsOf(zap: ZapAccess, deadlineMs: number): Promise<ZapAlerts> {
  const unread = await untilScanned(zap, deadlineMs);
  const alerts: ZapAlert[] = [];
  for (let start = 0; ; start += PAGE) {
    const page = alertsSchema.parse(await callZap(zap, 'core/view/alerts', { start, count: PAGE }));
    alerts.push(...page.alerts);
    if (page.alerts.length < PAGE) return { alerts, unread };
  }
}

async function untilScanned(zap: ZapAccess, deadlineMs: number): Promise<number> {
  for (;;) {
    const { recordsToScan } = recordsSchema.parse(await callZap(zap, 'pscan/view/recordsToScan'));
    if (recordsToScan === 0 || performance.now() >= deadlineMs) return recordsToScan;
    await sleep(POLL_MS, undefined, { signal: zap.signal });
  }
}

/** The finding that an alert is; undefined for what is informational, marked as false, or not about the product. */
export function findingOfAlert(alert: ZapAlert, sites: Sites): Finding | undefined {
  const site = siteOf(alert.url, sites);
  const severity = SEVERITY[alert.risk];
  if (site === undefined || severity === 0 || alert.confidence === 'False Positive') return undefined;
  const place = [site, alert.method, routeOf(alert.url)];
  return {
    rule: `zap/${alert.pluginId}`,
    fingerprint: fingerprintOf(['zap', alert.pluginId, ...place, alert.param]),
    severity,
    title: alert.name,
    where: alert.param === '' ? place.join(' ') : `${place.join(' ')} (${alert.param})`,
    ...(alert.cweid > 0 ? { cwe: alert.cweid } : {}),
    fix: alert.solution === '' ? `See ZAP's documentation of rule ${alert.pluginId}.` : alert.solution,
  };
}
