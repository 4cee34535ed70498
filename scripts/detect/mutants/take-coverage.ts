import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { InfraError } from '../../../kernel/errors.ts';
import { startedAt, waitUntil } from '../../../kernel/process.ts';
import type { Hits } from './coverage.ts';

const OF_SUITES = 'HARNESS_COVERAGE';
const ANSWER_WITHIN_MS = 60_000;
const reportSchema = z.object({
  result: z.array(
    z.object({
      url: z.string(),
      functions: z.array(
        z.object({
          ranges: z.array(z.object({ startOffset: z.number(), endOffset: z.number(), count: z.number() })),
        }),
      ),
    }),
  ),
});

/** What processes that V8 counts in have run, between one time of asking and the next. */
export class CoverageFolder {
  readonly #folder: string;
  #taken = 0;

  constructor(folder: string) {
    this.#folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** While `work` runs, its processes find the folder as HARNESS_COVERAGE: what they start of the product by themselves is counted in too. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    process.env[OF_SUITES] = this.#folder;
    try {
      return await work();
    } finally {
      Reflect.deleteProperty(process.env, OF_SUITES);
    }
  }

  /** What a process needs in its environment to be counted in. */
  get variables(): Readonly<Record<string, string>> {
    const preload = pathToFileURL(join(import.meta.dirname, 'tell-coverage.ts')).href;
    return {
      NODE_V8_COVERAGE: this.#folder,
      NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${preload}`,
    };
  }

  /** What ran in files below `copy` since it was last asked. Throws an InfraError where a process does not tell. */
  async take(copy: string): Promise<Hits> {
    this.#taken += 1;
    const name = `take-${this.#taken}`;
    writeFileSync(join(this.#folder, name), '');
    const silent = () =>
      this.#pids().filter(
        (pid) => startedAt(pid) !== undefined && !existsSync(join(this.#folder, `${name}-by-${pid}`)),
      );
    if (!(await waitUntil(() => silent().length === 0, ANSWER_WITHIN_MS)))
      throw new InfraError(`process ${silent().join(', ')} of the target does not tell what it ran`);
    const hits: Hits = {};
    for (const report of this.#told(/^coverage-.*\.json$/)) addTo(hits, reportSchema.parse(report), copy);
    for (const paths of this.#told(/^read-.*\.json$/))
      for (const file of z
        .array(z.string())
        .parse(paths)
        .flatMap((path) => within(copy, path)))
        hits[file] ??= [[[0, Number.MAX_SAFE_INTEGER, 1]]];
    return hits;
  }

  /** What files of such a name hold; each is told once. */
  #told(name: RegExp): readonly unknown[] {
    const files = readdirSync(this.#folder).filter((file) => name.test(file));
    return files.map((file) => {
      const path = join(this.#folder, file);
      const told: unknown = JSON.parse(readFileSync(path, 'utf8'));
      rmSync(path);
      return told;
    });
  }

  #pids(): readonly number[] {
    return readdirSync(this.#folder)
      .flatMap((name) => /^pid-(\d+)$/.exec(name)?.[1] ?? [])
      .map(Number);
  }
}

function addTo(hits: Hits, { result }: z.infer<typeof reportSchema>, copy: string): void {
  for (const { url, functions } of result) {
    if (!url.startsWith('file:')) continue;
    const [file] = within(copy, fileURLToPath(url));
    if (file === undefined) continue;
    const ranges = functions.flatMap((one) =>
      one.ranges.map(({ startOffset, endOffset, count }): [number, number, number] => [
        startOffset,
        endOffset,
        count,
      ]),
    );
    (hits[file] ??= []).push(ranges);
  }
}

/** The path from the copy on, if it is in there. */
function within(copy: string, path: string): readonly string[] {
  return path.startsWith(`${copy}/`) ? [path.slice(copy.length + 1)] : [];
}
