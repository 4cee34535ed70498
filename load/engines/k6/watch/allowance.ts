import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { ownCgroupPath, readSystemFile } from '../../../../kernel/proc-files.ts';

const CGROUPS = '/sys/fs/cgroup';

/** How many cores processes of ours may use: those that the scheduler gives us, or less where a container's quota says so. */
export function coresAllowed(): number {
  return Math.min(availableParallelism(), ...quotasIn(ownCgroupPath() ?? '/', readSystemFile));
}

/** The quotas of a cgroup and of those above it, in cores (cgroup v2, `cpu.max`: `<µs> <period in µs>` or `max <period>`). */
export function quotasIn(cgroup: string, read: (path: string) => string | undefined): readonly number[] {
  const quotas: number[] = [];
  for (let path = cgroup; ; path = dirname(path)) {
    const [quota = '', period = ''] = (read(join(CGROUPS, path, 'cpu.max')) ?? '').trim().split(' ');
    const cores = Number(quota) / Number(period);
    if (Number.isFinite(cores) && cores > 0) quotas.push(cores);
    if (path === '/' || path === '.') return quotas;
  }
}
