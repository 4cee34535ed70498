import { normalTail } from './normal.ts';

/** P(T > t) of Student's distribution for t ≥ 0 (Wallace, Ann. Math. Stat. 30, 1959): within 1 % of itself from 5 degrees of freedom on. */
export function studentTail(t: number, freedom: number): number {
  const z = ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p((t * t) / freedom));
  return normalTail(z);
}
