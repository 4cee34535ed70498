import { isOneOf } from '../../../fixtures/plain-files/server-of.ts';
import type { RunnerResults } from '../../../fixtures/test-runners/results.ts';
import { SuiteError } from '../../../kernel/errors.ts';

/** What the reporter tells of where its tests went: `baseUrls` are those of the configuration's own. */
export interface Asked extends Record<string, unknown> {
  readonly baseUrls: readonly string[];
  readonly servers: readonly string[];
}

/**
 * Throws a SuiteError when the target was not what was tested: the configuration sends its tests elsewhere, or they asked other
 * servers only. Tests that asked none say nothing of it.
 */
export function requireTarget(results: RunnerResults, urls: readonly string[]): void {
  const [asked] = results.details('tests.asked') as readonly Asked[];
  if (asked === undefined) return;
  const named = [...new Set(urls)].join(', ');
  const elsewhere = asked.baseUrls.filter((url) => !isOneOf(url, urls));
  if (elsewhere.length > 0)
    throw new SuiteError({
      what: `tested was ${elsewhere.join(', ')} instead of ${named}: the configuration's own baseURL or webServer says so.`,
      fix: `name that one (--base-url ${elsewhere[0] ?? ''}), or let the configuration take process.env.BASE_URL.`,
    });
  if (asked.servers.length === 0 || asked.servers.some((url) => isOneOf(url, urls))) return;
  throw new SuiteError({
    what: `tested was ${asked.servers.join(', ')} instead of ${named}: the tests asked no other server.`,
    fix: 'let them use relative addresses, or process.env.BASE_URL.',
  });
}
