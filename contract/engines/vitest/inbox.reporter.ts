import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node';
import { countAssertions } from './count-assertions.ts';
import { checksOf, idsOf, textOf } from './check-of-test.ts';
import { Tally } from '../../../fixtures/test-runners/assertions/tally.ts';
import { appendToInbox, tellBegin, tellEnd, tellProblem } from '../../../fixtures/test-runners/inbox.ts';
import { focusedLine, sayShard, tellNarrowed } from '../../../fixtures/test-runners/narrowed.ts';

type UnhandledErrors = Parameters<NonNullable<Reporter['onTestRunEnd']>>[1];

/**
 * Streams every test result to the suite's inbox as it lands, so that a kill loses nothing that had finished. It runs inside
 * Vitest, a stranger's own version too, so it imports nothing but node: and its neighbours.
 */
export default class InboxReporter implements Reporter {
  readonly #told = new Set<string>();
  readonly #ids = new Map<TestModule, ReadonlyMap<string, string>>();
  readonly #tally = new Tally();
  #version = 'unknown';
  #shard: Vitest['config']['shard'];

  onInit({
    version,
    projects,
    config,
  }: Pick<Vitest, 'version' | 'projects'> & Partial<Pick<Vitest, 'config'>>): void {
    this.#version = version;
    this.#shard = config?.shard;
    for (const { config } of projects) countAssertions(config);
    // A snapshot that is written is compared with nothing, and lies in a stranger's folder or file.
    const snapshots = [config, ...projects.map((one) => one.config)].flatMap(
      (one) => one?.snapshotOptions ?? [],
    );
    for (const options of snapshots) options.updateSnapshot = 'none';
    // Vite calls its own public path BASE_URL ('/') and puts it over the one that tests are promised.
    const baseUrl = process.env['PLAYWRIGHT_TEST_BASE_URL'];
    if (baseUrl === undefined) return;
    for (const { config } of projects) config.env = { ...config.env, BASE_URL: baseUrl };
  }

  onTestRunStart(files: readonly unknown[]): void {
    tellBegin({ files: files.length, version: this.#version });
  }

  onTestCaseResult(test: TestCase): void {
    if (this.#told.has(test.id)) return;
    this.#told.add(test.id);
    const folder = process.env['HARNESS_CHECK_FOLDER'] ?? process.cwd();
    const ids = this.#ids.get(test.module) ?? idsOf(test.module, folder);
    this.#ids.set(test.module, ids);
    const known = { id: ids.get(test.id) ?? test.id, counts: this.#tally.countsOf(test.id) };
    for (const data of checksOf(test, folder, known)) appendToInbox({ type: 'check', data });
  }

  /** Tests that are skipped when they are declared have no result of their own; they are told here, with the rest. */
  onTestRunEnd(modules: readonly TestModule[], unhandled: UnhandledErrors, reason: TestRunEndReason): void {
    for (const module of modules) {
      for (const test of module.children.allTests()) this.onTestCaseResult(test);
      const suites = [...module.children.allSuites()];
      const errors = [module, ...suites].flatMap((part) => part.errors());
      if (errors.length > 0) tellProblem('suite', `${module.moduleId}: ${errors.map(textOf).join('\n')}`);
    }
    const shard = this.#shard && sayShard(this.#shard.index, this.#shard.count);
    tellNarrowed([...modules.flatMap(focusIn), ...(shard === undefined ? [] : [shard])]);
    for (const error of unhandled) tellProblem('suite', `an error outside every test: ${textOf(error)}`);
    this.#tally.tellOutside();
    tellEnd(reason);
  }
}

/** Vitest takes a mark of `.only` back once it has skipped the others. */
function focusIn({ moduleId, children }: TestModule): readonly string[] {
  const skipped = [...children.allTests()].some(({ options }) => options.mode === 'skip');
  const line = skipped && existsSync(moduleId) ? focusedLine(moduleId) : undefined;
  return line === undefined ? [] : [`.only in ${basename(moduleId)}:${line}`];
}
