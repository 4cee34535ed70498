/**
 * Node loads it into each process of a target whose coverage is taken, before the product: what ran since the last time is written
 * whenever a file `take-<number>` appears in the folder of coverage, and that it was, as `take-<number>-by-<pid>`. Which files the
 * product has read, such as templates and migrations, is told alike: they are run as well.
 */
import fs, { readdirSync, watch, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { takeCoverage } from 'node:v8';
import { isMainThread } from 'node:worker_threads';

const folder = process.env['NODE_V8_COVERAGE'];
const read = new Set<string>();

/** The product's own call, which is noted and goes on as it was. */
function noted<A extends [unknown, ...unknown[]], R>(call: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    if (typeof args[0] === 'string') read.add(args[0]);
    return call(...args);
  };
}

if (folder !== undefined && folder !== '' && isMainThread) {
  const tell = (name: string) => {
    writeFileSync(join(folder, `read-${process.pid}-${name}.json`), JSON.stringify([...read]));
    read.clear();
  };
  Object.assign(fs, { readFileSync: noted(fs.readFileSync), readFile: noted(fs.readFile) });
  fs.promises.readFile = noted(fs.promises.readFile) as typeof fs.promises.readFile;
  syncBuiltinESMExports();
  const taken = new Set<string>();
  const take = () => {
    for (const name of readdirSync(folder)) {
      if (!/^take-\d+$/.test(name) || taken.has(name)) continue;
      taken.add(name);
      takeCoverage();
      tell(name);
      writeFileSync(join(folder, `${name}-by-${process.pid}`), '');
    }
  };
  watch(folder, take).unref();
  process.on('exit', () => tell('end'));
  writeFileSync(join(folder, `pid-${process.pid}`), '');
}
