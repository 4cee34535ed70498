import { cpus } from 'node:os';
import { readSystemFile, TICKS_PER_SECOND } from '../../../../kernel/proc-files.ts';

/** CPU time of all cores since boot, in s. */
export interface MachineCpu {
  readonly busySeconds: number;
  /** What the machine below this one gave to others; always 0 where it does not tell. */
  readonly stolenSeconds: number;
  readonly allSeconds: number;
}

export function machineCpu(): MachineCpu {
  return parseStat(readSystemFile('/proc/stat') ?? '') ?? portable();
}

/** From the text of `/proc/stat`; undefined where it says nothing. What guests use is in `user` already. */
export function parseStat(text: string): MachineCpu | undefined {
  const line = /^cpu +([\d ]+)$/m.exec(text)?.[1];
  if (line === undefined) return undefined;
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softIrq = 0, stolen = 0] = line
    .split(' ')
    .map((ticks) => Number(ticks) / TICKS_PER_SECOND);
  const busySeconds = user + nice + system + irq + softIrq;
  const allSeconds = busySeconds + idle + waiting + stolen;
  return allSeconds > 0 ? { busySeconds, stolenSeconds: stolen, allSeconds } : undefined;
}

function portable(): MachineCpu {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const used = times.user + times.nice + times.sys + times.irq;
    busy += used;
    all += used + times.idle;
  }
  return { busySeconds: busy / 1000, stolenSeconds: 0, allSeconds: all / 1000 };
}

/** For how long somebody has waited for a core since boot, s; undefined where Linux does not tell (`/proc/pressure`). */
export function waitedSeconds(): number | undefined {
  return parsePressure(readSystemFile('/proc/pressure/cpu') ?? '');
}

export function parsePressure(text: string): number | undefined {
  const micros = /^some .*\btotal=(\d+)/m.exec(text)?.[1];
  return micros === undefined ? undefined : Number(micros) / 1e6;
}
