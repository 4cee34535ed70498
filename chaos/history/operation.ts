import { z } from 'zod';

/**
 * What a client asks for. `add`: something new, once, whatever its key is sent for. `list`: all that there is, at the end. `write`, `swap` (only
 * where it is still `from`) and `read`: one value of a key. `hear`: an event of a stream. `peek`: at what is another tenant's.
 */
const DOES = ['add', 'list', 'write', 'swap', 'read', 'hear', 'peek'] as const;

/** `failed`: it certainly had no effect. `indeterminate`: it may have had one, also later. */
export const OUTCOMES = ['acknowledged', 'failed', 'indeterminate'] as const;

/** Why what never left the client failed: nobody listened. */
export const NOT_SENT = 'not sent';

export type Outcome = (typeof OUTCOMES)[number];

/** One thing that an answer showed. */
const thingSchema = z.strictObject({
  key: z.string(),
  id: z.string(),
  value: z.string().optional(),
  /** The tenant that it belongs to, as it says itself. */
  owner: z.string().optional(),
});
export type Thing = z.infer<typeof thingSchema>;

const askedSchema = z.strictObject({
  /** Who asked; each asks for one thing after the other. */
  client: z.string(),
  tenant: z.string(),
  does: z.enum(DOES),
  /** A collection, a family of values, or a stream. */
  of: z.string(),
  key: z.string(),
  value: z.string().optional(),
  from: z.string().optional(),
});
export type Asked = z.infer<typeof askedSchema>;

const endedSchema = z.strictObject({
  outcome: z.enum(OUTCOMES),
  saw: z.array(thingSchema).default([]),
  /** In its own words, where it was not acknowledged. */
  why: z.string().optional(),
});
export type Ended = z.input<typeof endedSchema>;

/** A line of the journal. Times are wall-clock ms that do not jump. */
export const lineSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('asked'), id: z.int(), atMs: z.number(), ...askedSchema.shape }),
  z.strictObject({ type: z.literal('ended'), id: z.int(), atMs: z.number(), ...endedSchema.shape }),
]);
export type Line = z.infer<typeof lineSchema>;

/** One operation, from when it was asked for to how it ended. */
export interface Operation extends Asked {
  readonly id: number;
  readonly askedMs: number;
  /** Undefined where the client never heard: it may take effect at any time. */
  readonly endedMs: number | undefined;
  readonly outcome: Outcome;
  readonly saw: readonly Thing[];
  readonly why?: string | undefined;
}

/** In the order in which they were asked for. */
export type History = readonly Operation[];

/** Folds a journal. What has no end is indeterminate: the client died, or still waits. */
export function historyOf(lines: readonly Line[]): History {
  const ends = new Map(lines.flatMap((line) => (line.type === 'ended' ? [[line.id, line] as const] : [])));
  return lines.flatMap((line): readonly Operation[] => {
    if (line.type !== 'asked') return [];
    const { type: _, atMs, ...asked } = line;
    const end = ends.get(asked.id);
    if (end === undefined)
      return [{ ...asked, askedMs: atMs, endedMs: undefined, outcome: 'indeterminate', saw: [] }];
    const { outcome, saw, why } = end;
    return [{ ...asked, askedMs: atMs, endedMs: end.atMs, outcome, saw, ...(why !== undefined && { why }) }];
  });
}
