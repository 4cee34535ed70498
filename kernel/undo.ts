import { z } from 'zod';

/** No other cgroup is ever ended, whatever a log says. */
const OF_A_RUN = /\/harness-[^/]+$/;

/**
 * How to put one thing back. Data, so that the run's own scope, the watcher after a SIGKILL, or `heal` days later can perform it.
 * Performing it twice is harmless.
 */
export const undoSchema = z.discriminatedUnion('kind', [
  /** Ends a process group: `signal`, then SIGKILL after `graceMs`. `startedAt` guards against a reused pid. */
  z.strictObject({
    kind: z.literal('signal'),
    pid: z.number().int().positive(),
    startedAt: z.string(),
    signal: z.string(),
    graceMs: z.number().default(5000),
  }),
  /** Ends every process of a run, by its marks and its cgroup if it has one: what a tool's children left behind. */
  z.strictObject({
    kind: z.literal('sweep'),
    run: z.string(),
    cgroup: z.string().regex(OF_A_RUN).optional(),
  }),
  /** Sends a request; a refused connection counts as done, for the fault went with its server. */
  z.strictObject({
    kind: z.literal('request'),
    method: z.string(),
    url: z.url(),
    body: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('remove'), path: z.string() }),
  /** `host` is the daemon's address: whoever puts back may have another one in its environment. */
  z.strictObject({ kind: z.literal('container'), id: z.string(), host: z.string().optional() }),
]);
export type Undo = z.infer<typeof undoSchema>;
