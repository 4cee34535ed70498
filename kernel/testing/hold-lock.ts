/**
 * Takes a lock as soon as it can, so many times; each time it says in a file that it came in, and that it goes out. With `keep` it
 * stays in. Usage: hold-lock.ts <lock> <file> <times|keep>
 */
import { appendFileSync } from 'node:fs';
import { tryLock, type Lock } from '../lock.ts';

const [file = '', said = '', times = ''] = process.argv.slice(2);

async function comeIn(): Promise<Lock> {
  let lock: Lock | undefined;
  while (lock === undefined) lock = await tryLock(file);
  appendFileSync(said, 'in\n');
  return lock;
}

if (times === 'keep') {
  const lock = await comeIn();
  setInterval(() => lock, 60_000);
} else {
  for (let left = Number(times); left > 0; left -= 1) {
    const lock = await comeIn();
    appendFileSync(said, 'out\n');
    lock.release();
  }
}
