import { spawnSync } from 'node:child_process';

/** What `node -e 0` takes on a quiet machine of the usual kind. */
const USUAL_MS = 45;
const TRIES = 3;

/** How much slower than usual this machine is at this moment, by what it takes to start Node: 1 or more. */
export function slowness(): number {
  const times = Array.from({ length: TRIES }, () => {
    const began = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    return performance.now() - began;
  });
  return Math.max(1, Math.round((Math.max(...times) / USUAL_MS) * 10) / 10);
}
