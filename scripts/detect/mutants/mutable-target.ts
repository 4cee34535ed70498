import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Redactor } from '../../../evidence/redaction.ts';
import type { Environment } from '../../../kernel/environment.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { RunningTarget, Target } from '../../../kernel/target.ts';
import type { ToolFinder } from '../../../kernel/tool.ts';
import type { Standing } from '../../session/standing.ts';

export interface MutableTargetRequest {
  readonly target: Target;
  readonly environment: Environment;
  readonly standing: Standing;
  readonly tools: ToolFinder;
  readonly redactor: Redactor;
  /** Stands for the checkout. */
  readonly copy: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** A target that is started from a copy, again and again. */
export class MutableTarget {
  readonly #request: MutableTargetRequest;
  #scope: Scope | undefined;
  #running: RunningTarget | undefined;
  #starts = 0;
  #variables: Readonly<Record<string, string>> = {};

  constructor(request: MutableTargetRequest) {
    this.#request = request;
  }

  /** From nothing, with these variables in the environment of its processes. */
  async start(
    variables: Readonly<Record<string, string>>,
    limit = this.#request.signal,
  ): Promise<RunningTarget> {
    await this.stop();
    this.#variables = variables;
    const { target, environment, standing, tools, redactor, copy, log } = this.#request;
    this.#scope = standing.scope.child('target');
    this.#starts += 1;
    const work = join(standing.work, 'target', String(this.#starts));
    // Others may pass through it, as through the folders above.
    mkdirSync(work, { mode: 0o711 });
    this.#running = await target.start({
      run: standing.id,
      environment,
      work,
      scope: this.#scope,
      tools,
      signal: limit,
      secret: (value) => (redactor.add(value), value),
      log,
      // Nothing is wanted of it any more, so it need not say goodbye.
      copy: { folder: copy, variables, ending: 'SIGKILL' },
    });
    return this.#running;
  }

  /** With what the copy holds now, on empty stores, within that time. Rejects where it does not come up. */
  async restart(limitMs: number): Promise<RunningTarget> {
    const signal = AbortSignal.any([this.#request.signal, AbortSignal.timeout(Math.round(limitMs))]);
    if (this.#running?.renew === undefined) return this.start(this.#variables, signal);
    const running = await this.#running.renew(signal);
    this.#running = running;
    return running;
  }

  async stop(): Promise<void> {
    await this.#scope?.close();
    this.#scope = undefined;
    this.#running = undefined;
  }
}
