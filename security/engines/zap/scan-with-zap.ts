import type { SuiteRun } from '../../../kernel/engine.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { allRules } from '../../rules/all-rules.ts';
import { changedRules } from '../../rules/changed-rules.ts';
import type { Exchange } from '../../rules/exchange.ts';
import { mustBeNoticed, plantCanary } from './planted-canary.ts';
import { recordAlerts } from './record-alerts.ts';
import { drive, sitesOf } from './scan.ts';
import type { ZapAccess } from './zap-api.ts';
import { startZap, type ZapDaemon } from './zap-daemon.ts';
import { exchangeOf, messagesOf, type ScannedAs } from './zap-messages.ts';
import type { ZapOptions } from './zap-options.ts';
import { report } from './zap-report.ts';

/** So much of the suite's time may pass until ZAP's rules have read everything; the rest is for judging and keeping it. */
const SCAN_SHARE = 0.8;

/**
 * The whole scan, from ZAP's start to its end. Throws an InfraError when ZAP does not work, misses the planted canary or does not
 * finish, and a SuiteError when it did not scan what it should, after recording what it has.
 */
export async function scanWithZap(run: SuiteRun<ZapOptions>, program: string): Promise<void> {
  const deadlineMs = performance.now() + SCAN_SHARE * run.suite.timeoutMs;
  sitesOf(run);
  const { work, scope, signal, options } = run;
  const zap = await startZap({ program, work, scope, signal, maxDepth: options.spider.maxDepth });
  const canary = await plantCanary();
  try {
    await scan(run, zap, canary.url, deadlineMs);
  } finally {
    await canary.close();
    await end(run, zap);
  }
}

async function end(run: SuiteRun, zap: ZapDaemon): Promise<void> {
  // The run's scope stops it after an abort; waiting here would only delay that.
  if (!run.signal.aborted) await zap.stop();
  await run.recorder.attach('zap.log', await zap.log());
}

async function scan(
  run: SuiteRun<ZapOptions>,
  zap: ZapAccess,
  canaryUrl: string,
  deadlineMs: number,
): Promise<void> {
  const rules = await allRules();
  // Refused before anything is fetched.
  const changed = changedRules(rules, run.options.rules);
  const driven = await drive(run, zap, canaryUrl);
  const { credentials } = driven;
  mustBeNoticed(rules, await recorded(zap, { sites: { canary: canaryUrl }, credentials }));
  const exchanges = await recorded(zap, { sites: sitesOf(run), credentials });
  const unfinished = await recordAlerts(run, zap, deadlineMs);
  await report(run, driven, exchanges, changed);
  if (driven.failure !== undefined) throw driven.failure;
  mustHaveReached(run, exchanges);
  if (unfinished !== undefined) throw unfinished;
}

async function recorded(zap: ZapAccess, scanned: ScannedAs): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = [];
  for await (const message of messagesOf(zap)) {
    const exchange = exchangeOf(message, scanned);
    if (exchange !== undefined) exchanges.push(exchange);
  }
  return exchanges;
}

/** Every site must have answered at least one page; a scan of nothing finds nothing. */
function mustHaveReached(run: SuiteRun<ZapOptions>, exchanges: readonly Exchange[]): void {
  const reached = new Set(exchanges.map((exchange) => exchange.site));
  const missed = Object.keys(run.options.sites).filter((role) => !reached.has(role));
  if (missed.length === 0) return;
  throw new SuiteError({
    what: `ZAP recorded no page of ${missed.join(', ')}.`,
    fix: 'see that the target answers there, and compare zap.log.',
  });
}
