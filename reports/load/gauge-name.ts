/** What a gauge is about, by its name: `worker.queue_depth{queue:mails}` is the depth of the queue `mails` of `worker`. */
export interface GaugeName {
  readonly full: string;
  /** `api`, `worker`, `generator`: what stands before the first dot. */
  readonly process: string;
  /** What is measured: `queue_depth`. */
  readonly measure: string;
  /** The value of its tag: `mails`. */
  readonly part?: string;
  /** It is our own: what made the load, not what bore it. */
  readonly ours: boolean;
}

const OURS = /^(generator|harness|k6)$/;

export function gaugeName(full: string): GaugeName {
  const dot = full.indexOf('.');
  const process = dot < 0 ? full : full.slice(0, dot);
  const rest = dot < 0 ? full : full.slice(dot + 1);
  const [, measure = rest, part] = /^([^{]*)\{[^:}]*:?([^}]*)\}$/.exec(rest) ?? [];
  return { full, process, measure, ...(part !== undefined && { part }), ours: OURS.test(process) };
}

/** `api`, or `generator (ours)`. */
export function sayProcess({ process, ours }: GaugeName): string {
  return ours ? `${process} (ours)` : process;
}

/** `worker mails`, `api pool in use`: the process, and what tells this gauge from its others. */
export function sayGauge(name: GaugeName): string {
  const measure = name.measure.replaceAll(/[._]+/g, ' ').replace(/ (ms|mb|bytes|ratio|s|seconds)$/, '');
  return `${sayProcess(name)} ${name.part ?? measure}`;
}
