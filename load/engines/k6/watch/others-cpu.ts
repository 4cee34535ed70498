import { type MachineCpu, machineCpu, waitedSeconds } from './machine-cpu.ts';
import { runCpuSeconds } from './run-cpu.ts';

/** What others had of this machine's CPU since the reading before, each a share of all cores; undefined where it is not known. */
export interface OthersCpu {
  /** Used by programs that are no part of this run. */
  readonly foreign: number | undefined;
  /** Taken by the machine below this one. */
  readonly stolen: number | undefined;
  /** How much of the time somebody waited for a core. */
  readonly waiting: number | undefined;
}

/** Where it is read; elsewhere in tests. */
export interface CpuSources {
  readonly machine: () => MachineCpu;
  readonly ownSeconds: () => number | undefined;
  readonly waitedSeconds: () => number | undefined;
}

function realSources(run: string): CpuSources {
  return { machine: machineCpu, ownSeconds: () => runCpuSeconds(run), waitedSeconds };
}

/** Tells this run's CPU time from everybody else's. */
export class OthersWatch {
  readonly #sources: CpuSources;
  #before: Readonly<Totals> | undefined;

  constructor(run: string, sources: CpuSources = realSources(run)) {
    this.#sources = sources;
  }

  /** The first reading knows nothing. */
  read(atMs: number): OthersCpu {
    const { machine, ownSeconds, waitedSeconds: waited } = this.#sources;
    const now = { ...machine(), own: ownSeconds(), waited: waited(), at: atMs / 1000 };
    const before = this.#before;
    this.#before = now;
    return before === undefined
      ? { foreign: undefined, stolen: undefined, waiting: undefined }
      : between(before, now);
  }
}

interface Totals extends MachineCpu {
  readonly own: number | undefined;
  readonly waited: number | undefined;
  readonly at: number;
}

function between(before: Totals, now: Totals): OthersCpu {
  const all = now.allSeconds - before.allSeconds;
  const busy = now.busySeconds - before.busySeconds;
  const own = difference(before.own, now.own);
  return {
    foreign: own === undefined ? undefined : share(busy - Math.max(0, own), all),
    stolen: share(now.stolenSeconds - before.stolenSeconds, all),
    waiting: share(difference(before.waited, now.waited), now.at - before.at),
  };
}

function difference(before: number | undefined, now: number | undefined): number | undefined {
  return before === undefined || now === undefined ? undefined : now - before;
}

/** Counters are read one after the other, so that a part may seem to be more than the whole. */
function share(part: number | undefined, whole: number): number | undefined {
  if (part === undefined || whole <= 0) return undefined;
  return Math.min(1, Math.max(0, part / whole));
}
