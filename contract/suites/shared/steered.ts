import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Loaded into another process of the product before its own code, and told what to do by lines on its standard input. It says on its
 * standard error that it was done, and ends where that input ends, so that it never outlives who started it.
 *
 *     clock <ms>     from now on its clock stands still there (in ms, as `Date.now`)
 *     memory         says how many bytes it holds once what nobody needs is collected, and how many files and connections are open
 *     hold <bytes>   holds so many more for good
 */
const Real = Date;
let at: number | undefined;
const now = () => at ?? Real.now();

globalThis.Date = class extends Real {
  constructor(...given: readonly [] | ConstructorParameters<typeof Date>) {
    if (given.length === 0) super(now());
    else super(...(given as [number]));
  }
  static override now(): number {
    return now();
  }
} as DateConstructor;

const held: unknown[] = [];
let collect: (() => void) | undefined;

/** Twice: what the first time has freed may be all that held something else. */
async function bytesHeld(): Promise<number> {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  for (let times = 0; times < 2; times += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Where the system does not tell, what the event loop knows of. */
function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return process.getActiveResourcesInfo().length;
  }
}

async function obey(line: string): Promise<void> {
  const [word, number] = line.split(' ');
  if (word === 'clock') at = Number(number);
  if (word === 'hold') held.push(Array.from({ length: Number(number) / 8 }, (_, index) => index + 0.5));
  // Before anything is collected: what was forgotten to be closed is then closed with it.
  const open = openFiles();
  const told = word === 'memory' ? `memory ${await bytesHeld()} ${open}` : line;
  process.stderr.write(`${told}\n`);
}

process.stdin.setEncoding('utf8').on('data', (text) => {
  for (const line of String(text).trim().split('\n')) void obey(line);
});
process.stdin.on('end', () => process.exit(0));
process.stdin.unref();
