import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { openJournal, type Journal } from '../../evidence/journal.ts';
import { readJournal } from '../../evidence/journal-reader.ts';
import { PRIVATE_FOLDER } from '../../evidence/disk.ts';
import type { Journalled } from '../../kernel/evidence.ts';
import { VERDICTS } from '../../kernel/verdict.ts';
import { elapsedMs, type Span } from './elapsed.ts';
import { cellSchema, cleanRunSchema } from '../../reports/detection/detection.ts';
import { trialSchema, type Trial } from '../../reports/detection/mutants/trial.ts';

/** What must be the same for an unfinished detection to go on: code, catalogue, environment. */
const fingerprintSchema = z.strictObject({
  tree: z.string(),
  catalogue: z.string(),
  environment: z.string(),
  commit: z.string().optional(),
});
export type Fingerprint = z.infer<typeof fingerprintSchema>;

/** What was asked for: another set of defects, or another number of clean runs, is another detection. */
const askedSchema = z.strictObject({
  /** Their ids, sorted. */
  defects: z.array(z.string()),
  clean: z.number().int().min(0),
  /** Mutants instead of defects: how many by which seed, or their ids, and by suites of which kinds they are tried. */
  mutants: z
    .strictObject({
      number: z.number().int().min(1),
      seed: z.number().int().min(0),
      ids: z.array(z.string()),
      kinds: z.array(z.string()),
    })
    .exactOptional(),
});
export type Asked = z.infer<typeof askedSchema>;

/** One finished line each, in the order in which they ended; what was under way at a kill is done again. */
const logEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('begun'), data: fingerprintSchema.extend({ asked: askedSchema }) }),
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
  z.strictObject({
    type: z.literal('mutant'),
    data: trialSchema.extend({ fingerprint: fingerprintSchema }),
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
  /** By defect. What an earlier start left counts only if it is of the same code, and if a suite gave an answer. */
  readonly planted: ReadonlyMap<string, PlantedRun>;
  readonly clean: readonly CleanResult[];
  /** Of mutants, the last one of each and each kind of suites; as with defects. */
  readonly trials: readonly Trial[];
  /** How long its runs of this code took, side by side or not, also those that gave no answer. */
  readonly tookMs: Readonly<Record<Measured, number>>;
  append(event: LogEvent): void;
  close(): void;
}
type CleanResult = Extract<LogEvent, { type: 'clean' }>['data'];

type Measured = 'planted' | 'clean' | 'mutant';

const FILE = 'detect.ndjson';

/** The newest detection of this code that was asked for the same and did not end; undefined if there is none. */
export function unfinished(root: string, fingerprint: Fingerprint, asked: Asked): string | undefined {
  return idsBelow(root)
    .map((id) => ({ id, events: readEvents(root, id) }))
    .filter(({ events }) => canGoOn(events, fingerprint, asked))
    .sort((a, b) => (b.events[0]?.at ?? '').localeCompare(a.events[0]?.at ?? ''))[0]?.id;
}

function canGoOn(events: readonly Journalled<LogEvent>[], fingerprint: Fingerprint, asked: Asked): boolean {
  const [first] = events;
  if (first?.type !== 'begun' || events.at(-1)?.type === 'ended') return false;
  return sameCode(first.data, fingerprint) && isDeepStrictEqual(first.data.asked, asked);
}

/** The commit may have another name for the same tree. */
function sameCode(one: Fingerprint, other: Fingerprint): boolean {
  return (
    one.tree === other.tree && one.catalogue === other.catalogue && one.environment === other.environment
  );
}

/** Opens a detection's log; goes on with one that exists, whatever was being written at a kill cut off. */
export function openDetection(
  root: string,
  id: string,
  fingerprint: Fingerprint,
  asked: Asked,
  now: () => Date = () => new Date(),
): DetectionLog {
  const folder = join(root, id);
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const file = join(folder, FILE);
  const journal: Journal<LogEvent> = openJournal({
    file,
    schema: logEventSchema,
    now,
    torn: (bytes) => ({ type: 'torn', data: { bytes } }),
  });
  if (journal.length === 0) journal.append({ type: 'begun', data: { ...fingerprint, asked } });
  const { events } = readJournal(file, logEventSchema);
  const planted = new Map<string, PlantedRun>();
  const clean: CleanResult[] = [];
  const trials = new Map<string, Trial>();
  const spans: Record<Measured, Span[]> = { planted: [], clean: [], mutant: [] };
  const remember = (event: LogEvent) => {
    if (event.type === 'planted') planted.set(event.data.defect, event.data);
    if (event.type === 'clean') clean.push(event.data);
    if (event.type === 'mutant')
      trials.set(`${event.data.kind} ${event.data.mutant.id}`, trialSchema.parse(event.data));
  };
  const measure = (event: LogEvent, endMs: number) => {
    if (event.type !== 'planted' && event.type !== 'clean' && event.type !== 'mutant') return;
    spans[event.type].push({ startMs: endMs - event.data.durationMs, endMs });
  };
  const earlier = events.filter((event) => isOf(event, fingerprint));
  for (const event of earlier) measure(event, Date.parse(event.at));
  earlier.filter((event) => !gaveNoAnswer(event)).forEach(remember);
  return {
    id,
    folder,
    startedAt: events[0]?.at ?? now().toISOString(),
    planted,
    clean,
    get trials() {
      return [...trials.values()];
    },
    get tookMs() {
      const { planted: onDefects, clean: onNone, mutant } = spans;
      return { planted: elapsedMs(onDefects), clean: elapsedMs(onNone), mutant: elapsedMs(mutant) };
    },
    append(event) {
      journal.append(event);
      journal.sync();
      measure(event, now().getTime());
      remember(event);
    },
    close: () => journal.close(),
  };
}

/** Of this code: it may have been changed, and changed back, while a detection went on. */
function isOf(event: LogEvent, fingerprint: Fingerprint): boolean {
  return 'fingerprint' in event.data && sameCode(event.data.fingerprint, fingerprint);
}

/** Of a run of which no suite could be judged nothing is known: it is tried again. */
export function gaveNoAnswer(event: LogEvent): boolean {
  if (event.type === 'planted') return allUnknown(event.data.cells.map(({ outcome }) => outcome));
  if (event.type === 'mutant') return event.data.outcome === 'unknown';
  if (event.type === 'clean') return allUnknown(event.data.suites.map(({ verdict }) => verdict));
  return false;
}

/** Of one run: a suite's outcome or verdict each. */
export function allUnknown(states: readonly string[]): boolean {
  return states.length > 0 && states.every((state) => state === 'unknown');
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
