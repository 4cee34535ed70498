import { totalmem } from 'node:os';
import { coresAllowed } from './allowance.ts';
import { machineCpu, type MachineCpu } from './machine-cpu.ts';
import { type OthersCpu, OthersWatch } from './others-cpu.ts';
import { type ProcessUsage, usageOf } from './process-usage.ts';
import type { Reading } from './reading.ts';

/** Where readings come from; another in tests. */
export interface Sources {
  readonly usageOf: (pid: number) => ProcessUsage | undefined;
  readonly machine: () => MachineCpu;
  /** What others had of it since the last reading. */
  readonly others: (atMs: number) => OthersCpu;
  /** The share of the memory that is in use, of the machine or of the container that we are in. */
  readonly memoryRatio: () => number;
  readonly harnessMb: () => number;
  readonly cores: number;
}

/** Of the run of that id. */
export function realSources(run: string): Sources {
  const others = new OthersWatch(run);
  return {
    usageOf,
    machine: machineCpu,
    others: (atMs) => others.read(atMs),
    memoryRatio: () => 1 - process.availableMemory() / memoryAllowed(),
    harnessMb: () => process.memoryUsage.rss() / 1e6,
    cores: coresAllowed(),
  };
}

/** Reads what makes the load: k6's processes, this one, and the machine that they are on. */
export class GeneratorGauges {
  readonly #sources: Sources;
  readonly #before = new Map<number, number>();
  #machineBefore: MachineCpu | undefined;
  #beforeMs: number | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** `pids` of k6. The first reading has no CPU. On systems without /proc nothing is known of k6. */
  read(pids: readonly number[], atMs: number): readonly Reading[] {
    const usages = pids.flatMap((pid) => {
      const usage = this.#sources.usageOf(pid);
      return usage === undefined ? [] : [{ pid, ...usage }];
    });
    const seconds = this.#beforeMs === undefined ? 0 : (atMs - this.#beforeMs) / 1000;
    this.#beforeMs = atMs;
    const memory = usages.reduce((sum, { memoryMb }) => sum + memoryMb, 0);
    const { foreign, stolen, waiting } = this.#sources.others(atMs);
    return [
      ...gauge('cpu_ratio', 'ratio', this.#cpuRatio(usages, seconds)),
      ...gauge('memory_mb', 'MB', usages.length === 0 ? undefined : memory),
      ...gauge('machine_busy_ratio', 'ratio', this.#busyRatio()),
      ...gauge('foreign_cpu_ratio', 'ratio', foreign),
      ...gauge('stolen_cpu_ratio', 'ratio', stolen),
      ...gauge('cpu_waiting_ratio', 'ratio', waiting),
      ...gauge('machine_memory_ratio', 'ratio', this.#sources.memoryRatio()),
      ...gauge('harness_memory_mb', 'MB', this.#sources.harnessMb()),
    ];
  }

  #cpuRatio(usages: readonly (ProcessUsage & { pid: number })[], seconds: number): number | undefined {
    const used = usages.flatMap(({ pid, cpuSeconds }) => {
      const before = this.#before.get(pid);
      this.#before.set(pid, cpuSeconds);
      return before === undefined ? [] : [cpuSeconds - before];
    });
    if (used.length === 0 || seconds <= 0) return undefined;
    return used.reduce((sum, one) => sum + one, 0) / seconds / this.#sources.cores;
  }

  #busyRatio(): number | undefined {
    const now = this.#sources.machine();
    const before = this.#machineBefore;
    this.#machineBefore = now;
    if (before === undefined) return undefined;
    // What the machine below took was nobody's here.
    const all = now.allSeconds - now.stolenSeconds - (before.allSeconds - before.stolenSeconds);
    return all > 0 ? (now.busySeconds - before.busySeconds) / all : undefined;
  }
}

function gauge(name: string, unit: string, value: number | undefined): readonly Reading[] {
  return value === undefined ? [] : [{ gauge: `generator.${name}`, value, unit }];
}

/** A container's limit, else the machine's memory, in bytes. Without a limit the first is 0 or beyond any machine. */
function memoryAllowed(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
