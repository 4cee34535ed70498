import type { SuiteRun } from '../../../kernel/engine.ts';
import { ConfigError, SuiteError } from '../../../kernel/errors.ts';
import { withoutSlash } from '../../../kernel/variables.ts';
import { type ProxyClient, proxyClient } from './proxy-client.ts';
import { limitScope, runSpider } from './spider.ts';
import { fetchPages, mustBeSignedIn, openVisit, type Visit } from './visit.ts';
import type { ZapAccess } from './zap-api.ts';
import type { ZapOptions } from './zap-options.ts';

/** What became of driving requests through ZAP; what ZAP recorded meanwhile is read from ZAP. */
export interface Scan {
  /** Values of the headers that carried the sessions. Secret. */
  readonly credentials: ReadonlySet<string>;
  readonly spiderUrls: number;
  /** Roles whose canary was answered to the signed-in account before and after the spider. */
  readonly signedIn: readonly string[];
  /** Why it broke off; what was recorded until then still counts. */
  readonly failure: SuiteError | undefined;
}

/** Base URLs of the sites that the options name. Throws a ConfigError that lists every role which the target has not. */
export function sitesOf(run: SuiteRun<ZapOptions>): Record<string, string> {
  const { urls } = run.target;
  const problems = Object.keys(run.options.sites)
    .filter((role) => urls[role] === undefined)
    .map(
      (role) =>
        `${run.suite.name}: options.sites.${role}: ${run.target.name} has no URL of that role; it has: ${Object.keys(urls).join(', ')}`,
    );
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.fromEntries(
    Object.keys(run.options.sites).map((role) => [role, withoutSlash(urls[role] ?? '')]),
  );
}

/**
 * Sends everything that is to be scanned through ZAP: the planted canary, each site's pages, then the spider, with each site's
 * authenticated canary before and after.
 */
export async function drive(run: SuiteRun<ZapOptions>, zap: ZapAccess, canaryUrl: string): Promise<Scan> {
  const client = await proxyClient(zap);
  await client({ url: `${canaryUrl}/` });
  const sites = sitesOf(run);
  await limitScope(zap, sites);
  const scan = {
    credentials: new Set<string>(),
    spiderUrls: 0,
    signedIn: [] as string[],
    failure: undefined,
  };
  try {
    const visits: Visit[] = [];
    for (const [role, base] of Object.entries(sites))
      visits.push(await visit(run, client, role, base, scan.credentials));
    for (const one of visits) scan.spiderUrls += await spiderUrls(run, zap, one);
    for (const one of visits) {
      await mustBeSignedIn(client, one, 'after');
      if (one.session !== undefined) scan.signedIn.push(one.role);
    }
  } catch (error) {
    if (error instanceof SuiteError) return { ...scan, failure: error };
    throw error;
  }
  return scan;
}

async function visit(
  run: SuiteRun<ZapOptions>,
  client: ProxyClient,
  role: string,
  base: string,
  credentials: Set<string>,
): Promise<Visit> {
  const options = run.options.sites[role];
  if (options === undefined) throw new TypeError(`no options of the site ${role}`);
  const opened = await openVisit(client, { role, base, options }, run.tenant);
  for (const value of Object.values(opened.session ?? {})) credentials.add(value);
  await fetchPages(client, opened);
  return opened;
}

async function spiderUrls(run: SuiteRun<ZapOptions>, zap: ZapAccess, site: Visit): Promise<number> {
  if (!site.options.spider) return 0;
  const { urls, stopped } = await runSpider(zap, site, run.options.spider);
  if (stopped)
    run.recorder.loss({
      what: `the spider was stopped after ${run.options.spider.maxSeconds} s, at ${urls} URLs: it had not seen all`,
    });
  return urls;
}
