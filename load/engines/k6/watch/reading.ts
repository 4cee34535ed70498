/** One value of one gauge at one moment. */
export interface Reading {
  /** `api.cpu_ratio`, `worker.queue_depth{queue:mails}`, `generator.memory_mb`. */
  readonly gauge: string;
  readonly value: number;
  readonly unit: string;
  /** For how long it stands, ms, where that is not the interval since the reading before: what was asked meanwhile failed. */
  readonly coversMs?: number | undefined;
}
