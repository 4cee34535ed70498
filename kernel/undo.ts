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
  /** Sends a request; a connection that this machine refuses counts as done, for the fault went with its server. */
  z.strictObject({
    kind: z.literal('request'),
    method: z.string(),
    url: z.url(),
    body: z.string().optional(),
  }),
  /** Lets a process that was stopped go on, with all that it has started. `startedAt` guards against a reused pid. */
  z.strictObject({ kind: z.literal('resume'), pid: z.number().int().positive(), startedAt: z.string() }),
  /**
   * Runs a program, by its absolute path and without a shell; exit code 0 is done, also where there was nothing to undo any more.
   * It stands in evidence as it is: no secrets in it.
   */
  z.strictObject({
    kind: z.literal('command'),
    command: z.string().startsWith('/'),
    args: z.array(z.string()).readonly(),
    timeoutMs: z.number().int().positive().max(600_000).default(10_000),
  }),
  /** Takes the queueing discipline with that handle off a network device of this host, as `tc` calls them. */
  z.strictObject({
    kind: z.literal('network-rule'),
    device: z.string().regex(/^[a-zA-Z0-9][\w.-]{0,14}$/),
    handle: z.string().regex(/^[0-9a-f]{1,4}:$/),
  }),
  /** `sha256`: of a file, what it must hold: what somebody has put in its place since stays. */
  z.strictObject({ kind: z.literal('remove'), path: z.string(), sha256: z.string().optional() }),
  /** `host` is the daemon's address: whoever puts back may have another one in its environment. */
  z.strictObject({ kind: z.literal('container'), id: z.string(), host: z.string().optional() }),
]);
export type Undo = z.infer<typeof undoSchema>;
