import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { openJournal, type Journal } from '../../evidence/journal.ts';
import { readJournal } from '../../evidence/journal-reader.ts';
import { PRIVATE_FOLDER } from '../../evidence/disk.ts';
import type { Journalled } from '../../kernel/evidence.ts';
import { VERDICTS } from '../../kernel/verdict.ts';
import { cellSchema, cleanRunSchema } from '../../reports/detection.ts';

/** What must be the same for an unfinished detection to go on: code, catalogue, environment. */
const fingerprintSchema = z.strictObject({
  tree: z.string(),
  catalogue: z.string(),
  environment: z.string(),
  commit: z.string().optional(),
});
export type Fingerprint = z.infer<typeof fingerprintSchema>;

/** One finished line each; what was under way at a kill is done again. */
const logEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('begun'), data: fingerprintSchema }),
  z.strictObject({
    type: z.literal('planted'),
    data: z.strictObject({
      defect: z.string(),
      run: z.string().optional(),
      durationMs: z.number(),
      cells: z.array(cellSchema),
      fingerprint: fingerprintSchema,
    }),
  }),
  z.strictObject({
    type: z.literal('clean'),
    data: cleanRunSchema.extend({ fingerprint: fingerprintSchema }),
  }),
  z.strictObject({ type: z.literal('torn'), data: z.strictObject({ bytes: z.number() }) }),
  z.strictObject({ type: z.literal('ended'), data: z.strictObject({ verdict: z.enum(VERDICTS) }) }),
]);
export type LogEvent = z.infer<typeof logEventSchema>;
export type PlantedRun = Extract<LogEvent, { type: 'planted' }>['data'];

/** How far a detection got, on disk before the next run starts. */
export interface DetectionLog {
  readonly id: string;
  readonly folder: string;
  readonly startedAt: string;
  /** By defect. What an earlier start left counts only if it is of the same code. */
  readonly planted: ReadonlyMap<string, PlantedRun>;
  readonly clean: readonly CleanResult[];
  append(event: LogEvent): void;
  close(): void;
}
type CleanResult = Extract<LogEvent, { type: 'clean' }>['data'];

const FILE = 'detect.ndjson';

/** The newest detection that did not end and whose code, catalogue and environment are these; undefined if there is none. */
export function unfinished(root: string, fingerprint: Fingerprint): string | undefined {
  return idsBelow(root)
    .map((id) => ({ id, events: readEvents(root, id) }))
    .filter(({ events }) => canGoOn(events, fingerprint))
    .sort((a, b) => (b.events[0]?.at ?? '').localeCompare(a.events[0]?.at ?? ''))[0]?.id;
}

function canGoOn(events: readonly Journalled<LogEvent>[], fingerprint: Fingerprint): boolean {
  const [first] = events;
  return first?.type === 'begun' && sameCode(first.data, fingerprint) && events.at(-1)?.type !== 'ended';
}

/** The commit may have another name for the same tree. */
export function sameCode(one: Fingerprint, other: Fingerprint): boolean {
  return (
    one.tree === other.tree && one.catalogue === other.catalogue && one.environment === other.environment
  );
}

/** Opens a detection's log; goes on with one that exists, whatever was being written at a kill cut off. */
export function openDetection(root: string, id: string, fingerprint: Fingerprint): DetectionLog {
  const folder = join(root, id);
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const file = join(folder, FILE);
  const journal: Journal<LogEvent> = openJournal({
    file,
    schema: logEventSchema,
    now: () => new Date(),
    torn: (bytes) => ({ type: 'torn', data: { bytes } }),
  });
  if (journal.length === 0) journal.append({ type: 'begun', data: fingerprint });
  const { events } = readJournal(file, logEventSchema);
  const planted = new Map<string, PlantedRun>();
  const clean: CleanResult[] = [];
  const remember = (event: LogEvent) => {
    if (event.type === 'planted') planted.set(event.data.defect, event.data);
    if (event.type === 'clean') clean.push(event.data);
  };
  events.filter((event) => isOf(event, fingerprint)).forEach(remember);
  return {
    id,
    folder,
    startedAt: events[0]?.at ?? new Date().toISOString(),
    planted,
    clean,
    append(event) {
      journal.append(event);
      journal.sync();
      remember(event);
    },
    close: () => journal.close(),
  };
}

/** Of this code: it may have been changed, and changed back, while a detection went on. */
function isOf(event: LogEvent, fingerprint: Fingerprint): boolean {
  return 'fingerprint' in event.data && sameCode(event.data.fingerprint, fingerprint);
}

function readEvents(root: string, id: string): readonly Journalled<LogEvent>[] {
  try {
    return readJournal(join(root, id, FILE), logEventSchema).events;
  } catch {
    // Damaged, or of another version: nothing to go on with.
    return [];
  }
}

function idsBelow(root: string): readonly string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}
