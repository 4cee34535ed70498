/** One value of one gauge at one moment. */
export interface Reading {
  /** `api.cpu_ratio`, `worker.queue_depth{queue:mails}`, `generator.memory_mb`. */
  readonly gauge: string;
  readonly value: number;
  readonly unit: string;
}
