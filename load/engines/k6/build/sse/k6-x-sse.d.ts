/** Server-sent events for k6 scripts: in the k6 that `./harness doctor --fix` builds, in no release of k6. */
declare module 'k6/x/sse' {
  export interface Event {
    /** The last id that the server told; empty when it told none. */
    readonly id: string;
    /** `message` where the server names none. */
    readonly type: string;
    readonly data: string;
    /** When it came, in ms since the epoch, however late the script asks for it. */
    readonly atMs: number;
  }
  export interface Stream {
    /** Of the answer. Anything but 200 has no events. */
    readonly status: number;
    /** Waits for the next event; null when none came in time, or the stream is over. */
    next(timeoutMs: number): Event | null;
    /** Whether more may come. */
    isOpen(): boolean;
    /** Ends it; twice is harmless. */
    close(): void;
  }
  export interface Params {
    readonly headers?: Readonly<Record<string, string>>;
    /** How long the head of the answer may take, 10 000 unless told. */
    readonly timeoutMs?: number;
  }
  /** Waits for the head of the answer; throws when nobody answers in time. The request is in no metric of k6's. */
  export function open(url: string, params?: Params): Stream;
}
