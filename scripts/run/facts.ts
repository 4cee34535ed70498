import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { availableParallelism, cpus, release, totalmem, type as osType } from 'node:os';
import pkg from '../../package.json' with { type: 'json' };
import type { Environment } from '../../kernel/environment.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { startedAt } from '../../kernel/process.ts';
import type { Phase } from '../../kernel/policy.ts';
import type { RunFacts } from '../../kernel/run-journal.ts';
import type { Stage } from '../../kernel/suite.ts';
import { ROOT } from '../root.ts';

export interface FactsInput {
  readonly id: string;
  readonly git: RunFacts['git'];
  readonly now: Date;
  readonly command: string;
  readonly stage: Stage | undefined;
  /** All of the stage. */
  readonly whole: boolean;
  readonly phase: Phase | undefined;
  readonly grep?: string | undefined;
  readonly environment: Environment;
  readonly seed: number;
  readonly work: string;
}

/** The facts of a run that starts now, in this process, on this machine. */
export function runFacts(input: FactsInput): RunFacts {
  const { environment, git } = input;
  return {
    id: input.id,
    startedAt: input.now.toISOString(),
    command: input.command,
    ...(input.stage && { stage: input.stage }),
    ...(input.stage && input.whole && { whole: true }),
    ...(input.phase && { phase: input.phase }),
    ...(input.grep !== undefined && { grep: input.grep }),
    environment: {
      name: environment.name,
      title: environment.title,
      owner: environment.owner,
      target: environment.target,
    },
    owner: process.env['HARNESS_OWNER'] ?? environment.owner,
    seed: input.seed,
    harness: { version: pkg.version, node: process.versions.node },
    ...(git && { git }),
    machine: {
      os: `${osType()} ${release()}`,
      cores: availableParallelism(),
      memoryMb: Math.round(totalmem() / 1024 ** 2),
      ...cpuModel(),
    },
    process: { pid: process.pid, startedAt: startedAt(process.pid) ?? '' },
    work: input.work,
  };
}

function cpuModel(): { cpu?: string } {
  const model = cpus()[0]?.model.trim() ?? '';
  return model === '' ? {} : { cpu: model };
}

/** Branch (`HEAD` where none is checked out), commit and whether there are uncommitted changes; undefined outside a git checkout. */
export function gitFacts(): RunFacts['git'] {
  try {
    const said = execFileSync('git', ['status', '--porcelain=v2', '--branch'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: Infinity,
    });
    return readGitStatus(said);
  } catch {
    return undefined;
  }
}

/** Of what `git status --porcelain=v2 --branch` says; undefined before the first commit. */
export function readGitStatus(said: string): RunFacts['git'] {
  const commit = /^# branch\.oid ([\da-f]{7})/m.exec(said)?.[1];
  const branch = /^# branch\.head (.*)$/m.exec(said)?.[1];
  if (commit === undefined || branch === undefined) return undefined;
  return { branch: branch === '(detached)' ? 'HEAD' : branch, commit, dirty: /^[^#]/m.test(said) };
}

/** The one that was said, else any. Throws a ConfigError. */
export function seedOf(said: string | undefined): number {
  if (said === undefined) return randomBytes(4).readUInt32BE();
  if (/^\d+$/.test(said)) return Number(said);
  throw new ConfigError(`--seed: got "${said}"; a whole number is needed`);
}
