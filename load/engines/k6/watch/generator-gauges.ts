import { cpus, totalmem } from 'node:os';
import { coresAllowed } from './allowance.ts';
import { type ProcessUsage, usageOf } from './process-usage.ts';
import type { Reading } from './reading.ts';

/** Where readings come from; another in tests. */
export interface Sources {
  readonly usageOf: (pid: number) => ProcessUsage | undefined;
  /** CPU time of all cores since boot: in use, and in all. Any unit. */
  readonly machine: () => { readonly busy: number; readonly all: number };
  /** The share of the memory that is in use, of the machine or of the container that we are in. */
  readonly memoryRatio: () => number;
  readonly harnessMb: () => number;
  readonly cores: number;
}

export function realSources(): Sources {
  return {
    usageOf,
    machine: machineTimes,
    memoryRatio: () => 1 - process.availableMemory() / memoryAllowed(),
    harnessMb: () => process.memoryUsage.rss() / 1e6,
    cores: coresAllowed(),
  };
}

/** Reads what makes the load: k6's processes, this one, and the machine that they are on. */
export class GeneratorGauges {
  readonly #sources: Sources;
  readonly #before = new Map<number, number>();
  #machineBefore: { readonly busy: number; readonly all: number } | undefined;
  #beforeMs: number | undefined;

  constructor(sources: Sources = realSources()) {
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
    return [
      ...gauge('cpu_ratio', 'ratio', this.#cpuRatio(usages, seconds)),
      ...gauge('memory_mb', 'MB', usages.length === 0 ? undefined : memory),
      ...gauge('machine_busy_ratio', 'ratio', this.#busyRatio()),
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
    if (before === undefined || now.all <= before.all) return undefined;
    return (now.busy - before.busy) / (now.all - before.all);
  }
}

function gauge(name: string, unit: string, value: number | undefined): readonly Reading[] {
  return value === undefined ? [] : [{ gauge: `generator.${name}`, value, unit }];
}

function machineTimes(): { busy: number; all: number } {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const used = times.user + times.nice + times.sys + times.irq;
    busy += used;
    all += used + times.idle;
  }
  return { busy, all };
}

/** A container's limit, else the machine's memory, in bytes. Without a limit the first is 0 or beyond any machine. */
function memoryAllowed(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
