/** How much slower than usual this machine is, as measured when the tests began (vitest.config.ts); 1 where nobody measured. */
const slowness = Math.max(1, Number(process.env['HARNESS_TEST_SLOWNESS'] ?? 1) || 1);

/** What takes `usualMs` on a usual machine, in milliseconds of this one: for times that are the point of a test. */
export function slowed(usualMs: number): number {
  return Math.ceil(usualMs * slowness);
}

/**
 * How long a test waits, in milliseconds, for what usually takes `usualMs`: ten times that, and more on a slow machine. It only
 * guards against waiting for ever; what is waited for is told by its event.
 */
export function patience(usualMs: number): number {
  return slowed(usualMs * 10);
}
