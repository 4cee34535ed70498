import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';
import { baseOf, serversAskedBy } from './asked-servers.ts';
import { attachmentsOf } from './attachments.ts';
import { type Known, attemptOf, checkOf, idsOf, messageOf, problemOf } from './check-of-test.ts';
import { narrowedBy } from './narrowed-by.ts';
import { Tally } from '../../../fixtures/test-runners/assertions/tally.ts';
import {
  appendToInbox,
  tellBegin,
  tellEnd,
  tellEvent,
  tellProblem,
} from '../../../fixtures/test-runners/inbox.ts';
import { tellNarrowed } from '../../../fixtures/test-runners/narrowed.ts';

/**
 * Streams every test result to the suite's inbox as it lands, so that a kill loses nothing that had finished. It runs inside
 * Playwright, a stranger's own version too, so it imports nothing but node: and its neighbours.
 */
export default class InboxReporter implements Reporter {
  #root: Suite | undefined;
  #folder = process.cwd();
  #ids: ReadonlyMap<TestCase, string> = new Map();
  readonly #tally = new Tally();
  readonly #baseUrls = new Set<string>();
  readonly #servers = new Set<string>();

  onBegin(config: FullConfig, suite: Suite): void {
    this.#root = suite;
    this.#folder = process.env['HARNESS_CHECK_FOLDER'] ?? config.rootDir;
    this.#ids = idsOf(suite.allTests(), this.#folder);
    tellNarrowed(narrowedBy(config, suite, this.#folder));
    tellBegin({ tests: suite.allTests().length, version: config.version, workers: config.workers });
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const check = checkOf(test, result, this.#known(test, result));
    const problem = problemOf(result);
    appendToInbox({ type: 'check', data: check });
    this.#keepAsked(test, result);
    if (problem !== undefined && result.retry >= test.retries)
      tellProblem(problem.cause, problem.message, problem.fix);
    if (result.status === test.expectedStatus) return;
    for (const data of attachmentsOf(result, check)) appendToInbox({ type: 'attach', data });
  }

  /** An error outside every test: the configuration, a file that does not load, global set-up, no tests found. */
  onError(error: TestError): void {
    tellProblem('suite', messageOf(error));
  }

  onEnd(result: FullResult): void {
    const unfinished = this.#root?.allTests().filter((test) => test.results.length === 0) ?? [];
    for (const test of unfinished)
      appendToInbox({ type: 'check', data: checkOf(test, undefined, this.#known(test)) });
    const detail = { baseUrls: [...this.#baseUrls], servers: [...this.#servers] };
    tellEvent('tests.asked', detail);
    tellEnd(result.status);
  }

  #known(test: TestCase, result?: TestResult): Known {
    const counts = result ? this.#tally.countsOf(attemptOf(test.id, result.retry)) : [];
    const others = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    return { id: this.#ids.get(test) ?? test.title, folder: this.#folder, others };
  }

  #keepAsked(test: TestCase, result: TestResult): void {
    if (result.status === 'skipped') return;
    const base = baseOf(test);
    if (base.own && base.url !== undefined) this.#baseUrls.add(base.url);
    for (const server of serversAskedBy(test, result)) this.#servers.add(server);
  }

  printsToStdio(): boolean {
    return false;
  }
}
