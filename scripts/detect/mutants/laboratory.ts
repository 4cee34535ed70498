import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../../../evidence/disk.ts';
import { Redactor } from '../../../evidence/redaction.ts';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { withUsed, type PlannedSuite } from '../../../kernel/plan.ts';
import { say as saySentence } from '../../../kernel/sentence.ts';
import type { RunningTarget } from '../../../kernel/target.ts';
import { healFolder } from '../../heal/heal-folder.ts';
import { ROOT, STATE } from '../../root.ts';
import { treeHash } from '../fingerprint.ts';
import { writeOwner } from '../../session/owner.ts';
import { openStanding, type Standing } from '../../session/standing.ts';
import { checkTemporaryFolder } from '../../session/work-folder.ts';
import { ensureTools } from '../../tools/ensure-tools.ts';
import { coverageSchema, importsIn, type Coverage } from './coverage.ts';
import { productFiles } from './find-mutants.ts';
import { judgeSuites, problemsOf } from './judge-suites.ts';
import { MutableTarget } from './mutable-target.ts';
import type { PreparedMutants } from './prepare-mutants.ts';
import { MutableCopy } from './source-copy.ts';
import { SuitesOnTarget } from './suites-on-target.ts';
import { CoverageFolder } from './take-coverage.ts';

const HERE = join(STATE, 'mutants');
const START_WITHIN_MS = 180_000;

export interface LaboratoryRequest {
  readonly prepared: PreparedMutants;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** A target that stands on a copy of its source, and what runs suites on it. Ended by its watcher where this process dies. */
export class Laboratory {
  readonly copy: MutableCopy;
  readonly target: MutableTarget;
  readonly suites: SuitesOnTarget;
  /** How long a start of the copy's processes takes with nothing changed. */
  restartMs = START_WITHIN_MS;
  readonly #standing: Standing;
  readonly #request: LaboratoryRequest;

  private constructor(request: LaboratoryRequest, standing: Standing, redactor: Redactor) {
    const { definitions, environment, target, source } = request.prepared;
    const { signal, say } = request;
    const tools = createFinder();
    this.#request = request;
    this.#standing = standing;
    this.copy = new MutableCopy(ROOT, join(HERE, 'copy'), source);
    const copy = this.copy.folder;
    this.target = new MutableTarget({
      target,
      environment,
      standing,
      tools,
      redactor,
      copy,
      signal,
      log: say,
    });
    this.suites = new SuitesOnTarget({ standing, definitions, environment, redactor, tools, signal });
  }

  /** Puts back what a killed one left, installs what is missing, and waits for nothing else. */
  static async open(request: LaboratoryRequest): Promise<Laboratory> {
    const { prepared, signal, say } = request;
    checkTemporaryFolder();
    const folder = join(HERE, 'standing');
    const { failures } = await healFolder(folder);
    if (failures.length > 0)
      throw new InfraError({
        what: `an earlier detection is not put back: ${failures.map(saySentence).join('; ')}.`,
        fix: `end what that names, then remove ${folder}`,
      });
    const engines = prepared.kinds.flatMap(({ suites }) =>
      suites.flatMap(({ engine }) => withUsed(engine, prepared.definitions)),
    );
    const tools = new Set([...prepared.target.tools, ...engines.flatMap((engine) => engine.tools)]);
    await ensureTools([...tools], createFinder(), true, say, signal);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeOwner(folder);
    const standing = await openStanding(folder, `mutants-${process.pid}`);
    return new Laboratory(request, standing, new Redactor());
  }

  /**
   * What each suite runs of the product, measured once for a state of product and suites. Each has processes of its own: what the
   * product works out once and keeps would else be the first suite's alone.
   */
  async coverage(kind: string, suites: readonly PlannedSuite[]): Promise<Coverage> {
    const { say } = this.#request;
    const file = join(HERE, 'coverage', `${kind}-${this.#digestFor(kind)}.json`);
    if (existsSync(file)) return coverageSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    say(`taking the coverage of ${suites.length} suites of ${kind}, once for this code`);
    this.copy.hold([]);
    const folder = new CoverageFolder(join(HERE, 'counting'));
    await this.target.start(folder.variables);
    const coverage: Coverage = { start: {}, suites: {}, imports: this.#imports() };
    for (const suite of suites) {
      const target = await this.target.restart(START_WITHIN_MS);
      coverage.start = await folder.take(this.copy.folder);
      const [ran] = await folder.during(() =>
        this.suites.run({ target, suites: [suite], lanes: 1, stopAt: () => false, limitMs }),
      );
      if (ran === undefined || ran.stopped) throw new InfraError('interrupted');
      const failed = problemsOf(judgeSuites([ran], [suite]));
      const hits = await folder.take(this.copy.folder);
      coverage.suites[suite.suite.name] = { hits, durationMs: ran.durationMs, failed: [...failed] };
      const seconds = (ran.durationMs / 1000).toFixed(1);
      say([`  ${suite.suite.name} in ${seconds} s`, ...failed].join('; failed: '));
    }
    await this.target.stop();
    // A suite that failed may not fail the next time.
    if (Object.values(coverage.suites).some(({ failed }) => failed.length > 0)) return coverage;
    mkdirSync(join(HERE, 'coverage'), { recursive: true });
    writeAtomically(file, JSON.stringify(coverage));
    return coverage;
  }

  /** Of the product's copy, of the suites, and of what these stand on. */
  #digestFor(kind: string): string {
    const folders = [...this.#request.prepared.source.copied, kind, 'fixtures'];
    return treeHash(ROOT, (file) => folders.some((folder) => file.startsWith(`${folder}/`))).slice(0, 16);
  }

  /** From the copy as it is; measures how long its processes take to come up anew. */
  async startClean(): Promise<RunningTarget> {
    this.copy.hold([]);
    await this.target.start({ NODE_COMPILE_CACHE: join(HERE, 'compiled') });
    const began = performance.now();
    const running = await this.target.restart(START_WITHIN_MS);
    this.restartMs = performance.now() - began;
    return running;
  }

  /** It was interrupted: what does not come up now says nothing. */
  isStopped(): boolean {
    return this.#request.signal.aborted;
  }

  async close(): Promise<readonly string[]> {
    const failures = await this.#standing.close();
    this.copy.remove();
    await healFolder(join(HERE, 'standing'));
    return failures.map(saySentence);
  }

  #imports(): Record<string, string[]> {
    const files = productFiles(ROOT, this.#request.prepared.source).filter((file) =>
      /\.[cm]?[jt]sx?$/.test(file),
    );
    return Object.fromEntries(
      files.map((file) => [file, [...importsIn(file, readFileSync(join(ROOT, file), 'utf8'))]]),
    );
  }
}

function limitMs({ suite }: PlannedSuite): number {
  return suite.timeoutMs * 2;
}
