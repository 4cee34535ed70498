import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Checkout, makeCheckout } from '../acceptance/checkout.ts';
import { STATE } from '../root.ts';
import type { BenchPlace } from './commands.ts';
import { type PageServer, servePage } from './page-server.ts';

/** What the samples are told: how long they load, and how many times a second. */
export interface SampleLoad {
  readonly seconds: number;
  readonly perSecond: number;
}

export interface Bench {
  readonly place: BenchPlace;
  readonly server: PageServer;
  readonly checkout: Checkout;
}

/** Where to measure: a copy of the checkout, so that no bench run enters the history of real ones, and a tiny server beside it. */
export async function atBench<T>(load: SampleLoad, use: (bench: Bench) => Promise<T>): Promise<T> {
  const checkout = makeCheckout();
  const folder = mkdtempSync(join(tmpdir(), 'harness-bench-'));
  const server = await servePage();
  const env = {
    HARNESS_CACHE: process.env['HARNESS_CACHE'] ?? STATE,
    BENCH_SECONDS: String(load.seconds),
    BENCH_PER_SECOND: String(load.perSecond),
  };
  try {
    return await use({ place: { root: checkout.root, folder, env, url: server.url }, server, checkout });
  } finally {
    server.close();
    await checkout.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
