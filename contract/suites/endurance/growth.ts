import { expect } from 'vitest';
import type { Steered } from '../shared/launch.ts';

/** What grows with each of many is found in each of so many looks; what a look finds by chance is not. */
const LOOKS = 5;

export interface Grown {
  readonly bytes: number;
  readonly open: number;
}

/** What a process holds more after `times` times of `work`, for each of them; of several looks the least. */
export async function growthOf(
  process: Pick<Steered, 'memory'>,
  times: number,
  work: () => Promise<unknown>,
  isEnough: (grown: Grown) => boolean,
): Promise<Grown> {
  // What is made at the first time, and kept, is no growth.
  await work();
  let least: Grown = { bytes: Infinity, open: Infinity };
  for (let look = 0; look < LOOKS; look += 1) {
    const before = await process.memory();
    await work();
    const after = await process.memory();
    const grown = {
      bytes: (after.bytes - before.bytes) / times,
      open: (after.open - before.open) / times,
    };
    least = { bytes: Math.min(least.bytes, grown.bytes), open: Math.min(least.open, grown.open) };
    if (isEnough(least)) break;
  }
  return least;
}

/** What is left of one that is over: less than its buffers and what stands for it; what a runtime learns by itself is less yet. */
const BYTES_MOST = 2500;
/** Of connections a few wait to be used again. */
const OPEN_MOST = 0.25;
const isNone = ({ bytes, open }: Grown) => bytes <= BYTES_MOST && open <= OPEN_MOST;

/** Fails where each time leaves something behind. */
export async function expectNoGrowth(
  what: string,
  process: Pick<Steered, 'memory'>,
  times: number,
  work: () => Promise<unknown>,
): Promise<void> {
  const { bytes, open } = await growthOf(process, times, work, isNone);
  expect(bytes, `${what}: bytes that are held for each`).toBeLessThanOrEqual(BYTES_MOST);
  expect(open, `${what}: files and connections that are open for each`).toBeLessThanOrEqual(OPEN_MOST);
}
