/**
 * Node loads it into each process of a target whose coverage is taken, before the product: what ran since the last time is written
 * whenever a file `take-<number>` appears in the folder of coverage, and that it was, as `take-<number>-by-<pid>`.
 */
import { readdirSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeCoverage } from 'node:v8';
import { isMainThread } from 'node:worker_threads';

const folder = process.env['NODE_V8_COVERAGE'];
if (folder !== undefined && folder !== '' && isMainThread) {
  const taken = new Set<string>();
  const take = () => {
    for (const name of readdirSync(folder)) {
      if (!/^take-\d+$/.test(name) || taken.has(name)) continue;
      taken.add(name);
      takeCoverage();
      writeFileSync(join(folder, `${name}-by-${process.pid}`), '');
    }
  };
  watch(folder, take).unref();
  writeFileSync(join(folder, `pid-${process.pid}`), '');
}
