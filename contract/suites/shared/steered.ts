/**
 * Loaded into another process of the product before its own code: from the first line of its standard input on its clock stands still,
 * at the moment (in ms, as `Date.now`) that the last line names, and it says so on its standard error. It ends where that input
 * ends, so that it never outlives who started it.
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

process.stdin.setEncoding('utf8').on('data', (text) => {
  at = Number(String(text).trim().split('\n').at(-1));
  process.stderr.write(`clock ${at}\n`);
});
process.stdin.on('end', () => process.exit(0));
process.stdin.unref();
