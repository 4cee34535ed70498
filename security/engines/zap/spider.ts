import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { InfraError } from '../../../kernel/errors.ts';
import type { Sites } from '../../rules/sites.ts';
import { callZap, type ZapAccess } from './zap-api.ts';
import type { ZapOptions } from './zap-options.ts';

export interface SpiderRun {
  /** URLs in scope that it met. */
  readonly urls: number;
  /** It took longer than it may, and was stopped. */
  readonly stopped: boolean;
}

const POLL_MS = 250;
const scanSchema = z.object({ scan: z.string() });
const statusSchema = z.object({ status: z.coerce.number() });
const resultsSchema = z.object({ results: z.array(z.string()) });

/** The site and what lies below it, and nothing else: a host that merely starts alike does not match. */
export function scopeRegex(base: string): string {
  return `^${base.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?:[/?#].*)?$`;
}

/** A context for each site, named like its role; ZAP itself then refuses to crawl anything outside of them. */
export async function limitScope(zap: ZapAccess, sites: Sites): Promise<void> {
  for (const [contextName, base] of Object.entries(sites)) {
    await callZap(zap, 'context/action/newContext', { contextName });
    await callZap(zap, 'context/action/includeInContext', { contextName, regex: scopeRegex(base) });
  }
  await callZap(zap, 'core/action/setMode', { mode: 'protect' });
}

/** Follows a site's links from its base URL and from every page that went through the proxy, as an anonymous visitor. */
export async function runSpider(
  zap: ZapAccess,
  site: { readonly role: string; readonly base: string },
  options: ZapOptions['spider'],
): Promise<SpiderRun> {
  for (const regex of options.exclude) await callZap(zap, 'spider/action/excludeFromScan', { regex });
  const request = { url: `${site.base}/`, contextName: site.role };
  const started = await callZap(zap, 'spider/action/scan', request);
  const { scan: scanId } = parsed(scanSchema, started, 'spider/action/scan');
  const stopped = !(await untilDone(zap, scanId, options.maxSeconds));
  if (stopped) await callZap(zap, 'spider/action/stop', { scanId });
  const results = await callZap(zap, 'spider/view/results', { scanId });
  return { urls: new Set(parsed(resultsSchema, results, 'spider/view/results').results).size, stopped };
}

async function untilDone(zap: ZapAccess, scanId: string, maxSeconds: number): Promise<boolean> {
  const deadline = performance.now() + maxSeconds * 1000;
  while (performance.now() < deadline) {
    const answer = await callZap(zap, 'spider/view/status', { scanId });
    if (parsed(statusSchema, answer, 'spider/view/status').status >= 100) return true;
    await sleep(POLL_MS, undefined, { signal: zap.signal });
  }
  return false;
}

function parsed<T>(schema: z.ZodType<T>, answer: unknown, call: string): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new InfraError(`ZAP's API: ${call} answered ${JSON.stringify(answer).slice(0, 200)}`);
}
