import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Redactor } from '../../../evidence/redaction.ts';
import type { Definitions } from '../../../kernel/definitions.ts';
import type { Environment } from '../../../kernel/environment.ts';
import type { Check, Evidence } from '../../../kernel/evidence.ts';
import { lendTenants } from '../../../kernel/lend-tenants.ts';
import { USUAL_LOAD } from '../../../kernel/load-settings.ts';
import type { PlannedSuite } from '../../../kernel/plan.ts';
import { runSuite, type SuiteSurroundings } from '../../../kernel/run-suite.ts';
import { schedule } from '../../../kernel/schedule.ts';
import type { RunningTarget } from '../../../kernel/target.ts';
import type { ToolFinder } from '../../../kernel/tool.ts';
import type { Standing } from '../../session/standing.ts';
import { recordSuites } from './recorded-suites.ts';

export interface SuiteSetting {
  readonly standing: Standing;
  readonly definitions: Definitions;
  readonly environment: Environment;
  readonly redactor: Redactor;
  readonly tools: ToolFinder;
  readonly signal: AbortSignal;
}

export interface SuitesRun {
  readonly target: RunningTarget;
  /** In this order, the light ones first, and those that measure or disturb alone. */
  readonly suites: readonly PlannedSuite[];
  readonly lanes: number;
  /** Whether a check that failed ends all of them at once. */
  readonly stopAt: (check: Check) => boolean;
  /** How long one may take. */
  readonly limitMs: (suite: PlannedSuite) => number;
}

/** A suite that was begun: its evidence, and whether it was stopped because another one, or itself, had seen enough. */
export interface RanSuite {
  readonly name: string;
  readonly evidence: Evidence | undefined;
  readonly stopped: boolean;
  readonly durationMs: number;
}

/** Runs suites on a target that stands, without a run of their own: each with a scope, a tenant and a work folder, as ever. */
export class SuitesOnTarget {
  readonly #setting: SuiteSetting;
  #current: Pick<SuiteSurroundings, 'store' | 'interrupted'> | undefined;
  #around: SuiteSurroundings;

  constructor(setting: SuiteSetting) {
    this.#setting = setting;
    this.#around = this.#newSurroundings();
  }

  /** What is proven of the test runners is proven anew with the next suites. */
  forget(): void {
    this.#around = this.#newSurroundings();
  }

  async run({ target, suites, lanes, stopAt, limitMs }: SuitesRun): Promise<readonly RanSuite[]> {
    const { redactor, signal } = this.#setting;
    const enough = new AbortController();
    const store = recordSuites(redactor, (_, check) => {
      if (check.outcome === 'failed' && stopAt(check)) enough.abort();
    });
    this.#current = { store, interrupted: AbortSignal.any([signal, enough.signal]) };
    const { tenantOf } = lendTenants(target.tenants, suites);
    const ran: RanSuite[] = [];
    const isOver = () => enough.signal.aborted || signal.aborted;
    try {
      await schedule(suites, lanes, async (planned) => {
        if (isOver()) return;
        const began = performance.now();
        const limited = { ...planned, suite: { ...planned.suite, timeoutMs: Math.round(limitMs(planned)) } };
        await runSuite(limited, { target, tenant: tenantOf(planned) }, this.#around);
        const { name } = planned.suite;
        const evidence = store.evidenceOf(name);
        const stopped = evidence?.ending === 'interrupted';
        ran.push({ name, evidence, stopped, durationMs: performance.now() - began });
      });
    } finally {
      // What a suite left, and no other's canary, which may still go on.
      for (const name of readdirSync(this.#around.work))
        if (!name.startsWith('canary-'))
          rmSync(join(this.#around.work, name), { recursive: true, force: true });
    }
    return ran;
  }

  /** One object for many runs: what a run proves once, such as that a test runner sees a failure, is not proven for each mutant. */
  #newSurroundings(): SuiteSurroundings {
    const { standing, definitions, environment, tools } = this.#setting;
    const current = () => {
      if (this.#current === undefined) throw new Error('no suites run');
      return this.#current;
    };
    return {
      id: standing.id,
      definitions,
      environment,
      tools,
      scope: standing.scope,
      work: mkdtempSync(join(standing.work, 's-')),
      load: USUAL_LOAD,
      seed: 1,
      get store() {
        return current().store;
      },
      get interrupted() {
        return current().interrupted;
      },
    };
  }
}
