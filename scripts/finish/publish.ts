import { existsSync } from 'node:fs';
import { z } from 'zod';
import { openJournal, type Journal } from '../../evidence/journal.ts';
import { readJournal } from '../../evidence/journal-reader.ts';
import { sayProblems } from '../../evidence/problem.ts';
import { readRun } from '../../evidence/read-run.ts';
import { Redactor } from '../../evidence/redaction.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { ConfigError, InfraError, saidBy } from '../../kernel/errors.ts';
import type { SealedRun } from '../../kernel/publisher.ts';
import type { PublisherOutcome } from '../../reports/model/input.ts';
import { reportFolder } from '../session/places.ts';
import { loadConfig } from './config.ts';
import { judgeRun, type JudgedRun } from './judge-run.ts';
import { publicationsOf, secretsOfPublisher, type Publication } from './publications.ts';
import { joined, say, within, type Sentence } from '../../kernel/sentence.ts';

const outcomeSchema = z.strictObject({
  publisher: z.string(),
  /** Of what was to be published; absent where that could not be read. */
  digest: z.string().optional(),
  /** Where it went, or why it did not. */
  what: z.string(),
  /** What is to be done about that. */
  fix: z.string().optional(),
});

/** What stands beside a run's folder of its publishers: what is sealed never changes. */
const noteSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('planned'), data: z.strictObject({ publishers: z.array(z.string()) }) }),
  z.strictObject({ type: z.literal('published'), data: outcomeSchema }),
  z.strictObject({ type: z.literal('failed'), data: outcomeSchema }),
  z.strictObject({ type: z.literal('torn'), data: z.strictObject({ bytes: z.number() }) }),
]);
type Note = z.infer<typeof noteSchema>;

/** How a publisher fared. */
export interface Published extends z.infer<typeof outcomeSchema> {
  readonly outcome: 'published' | 'failed';
}

/** For a terminal: what failed is a warning, and no verdict changes. */
export function sayPublished({ publisher, outcome, what, fix }: Published): string {
  if (outcome === 'published') return `published by ${publisher}: ${what}`;
  return `warning: not published by ${publisher}: ${say({ what, fix })}. Once that is mended: ./harness publish`;
}

/** What publishes a run of that stage. */
export type Publications = (stage: string | undefined) => Promise<readonly Publication[]>;

const today: Publications = async (stage) => publicationsOf(await loadConfig(), stage);

function notesFile(run: RunFolder): string {
  return `${run.folder}.published.ndjson`;
}

/** Notes who is to publish a run that begins: whoever seals it, now or after a kill, hands it to them. */
export function planPublishing(run: RunFolder, publishers: readonly string[]): void {
  if (publishers.length === 0) return;
  const notes = openNotes(run);
  notes.append({ type: 'planned', data: { publishers: [...publishers] } });
  notes.close();
}

/** Those of the planned ones of which no outcome is noted, in order. Throws an InfraError where the notes were changed. */
export function duePublishers(run: RunFolder): readonly string[] {
  const notes = notesOf(run);
  const settled = new Set(notes.flatMap((note) => (isOutcome(note) ? [note.data.publisher] : [])));
  const planned = notes.flatMap((note) => (note.type === 'planned' ? note.data.publishers : []));
  return planned.filter((publisher) => !settled.has(publisher));
}

/** How each fared, or is to, in the order in which they were planned or asked. Throws an InfraError where the notes were changed. */
export function publisherOutcomes(run: RunFolder): readonly PublisherOutcome[] {
  const outcomes = new Map<string, PublisherOutcome>();
  for (const note of notesOf(run)) {
    if (note.type === 'planned')
      for (const publisher of note.data.publishers) outcomes.set(publisher, { publisher, outcome: 'due' });
    if (!isOutcome(note)) continue;
    const { publisher } = note.data;
    outcomes.set(publisher, { publisher, outcome: note.type, what: say(note.data) });
  }
  return [...outcomes.values()];
}

/**
 * Hands a sealed run to its planned publishers that have no outcome yet, one after another, and notes how each fared. One that
 * fails stops no other and changes no verdict; it is not tried again until somebody asks.
 */
export async function publishDue(run: RunFolder, publications = today): Promise<readonly Published[]> {
  return publishTo(run, duePublishers(run), publications);
}

/**
 * Hands it to all that harness.config.ts names today for its stage, and that have not published it, planned or not. Throws a
 * ConfigError where it names nobody: then nothing was published, and nothing is left to say so.
 */
export async function publishMissing(run: RunFolder, publications = today): Promise<readonly Published[]> {
  const { stage } = sealedRunOf(run);
  const done = new Set(
    notesOf(run).flatMap((note) => (note.type === 'published' ? [note.data.publisher] : [])),
  );
  const names = (await publications(stage)).map(({ publisher }) => publisher.name);
  if (names.length === 0)
    throw new ConfigError({
      what: `harness.config.ts: publish: nobody is named for a run ${stage === undefined ? 'without a stage' : `of stage ${stage}`}, so ${run.id} was not published.`,
      fix: 'name a publisher there',
    });
  return publishTo(
    run,
    names.filter((name) => !done.has(name)),
    publications,
  );
}

async function publishTo(
  run: RunFolder,
  names: readonly string[],
  publications: Publications,
): Promise<readonly Published[]> {
  if (names.length === 0) return [];
  const ready = prepare(run, publications);
  // Each publisher's own outcome tells of it.
  ready.catch(() => undefined);
  const notes = openNotes(run);
  try {
    const all: Published[] = [];
    for (const name of names) all.push(note(notes, await publishOne(name, ready)));
    return all;
  } finally {
    notes.close();
  }
}

interface Ready {
  readonly sealed: SealedRun;
  readonly known: readonly Publication[];
}

async function prepare(run: RunFolder, publications: Publications): Promise<Ready> {
  const read = readRun(run);
  const sealed = sealedRunOf(run, read);
  const judged = await judgeRun(run, read);
  return {
    sealed: { ...sealed, rehearsal: judged.decision.rehearsal, reasons: reasonsOf(judged) },
    known: await publications(sealed.stage),
  };
}

/** Each with whom to ask: whoever owns the suite, or else the run. */
function reasonsOf({ record, decision }: JudgedRun): SealedRun['reasons'] {
  const owners = new Map(record.planned.map(({ suite }) => [suite.name as string, suite.owner]));
  return decision.reasons.map(({ verdict, suite, what, expected, observed, fix }) => ({
    ...{ verdict, suite, what, expected, observed, fix },
    owner: owners.get(suite ?? '') ?? record.facts.owner,
  }));
}

/** From the evidence, all of which is checked. Throws an InfraError for what does not verify, or is not sealed. */
function sealedRunOf(run: RunFolder, read = readRun(run)): Omit<SealedRun, 'rehearsal' | 'reasons'> {
  const { problems, run: facts, manifest } = read;
  if (problems.length > 0)
    throw new InfraError(within('not published', joined(sayProblems(problems, run), '. ')));
  if (facts === undefined || manifest === undefined)
    throw new InfraError(`${run.id}: not published: not sealed`);
  if (facts.detection !== undefined)
    throw new InfraError(`${run.id} is a run of detect: it is no evidence of a release, and never published`);
  return {
    id: run.id,
    verdict: facts.verdict ?? 'unknown',
    digest: manifest.digest,
    startedAt: facts.startedAt,
    environment: facts.environment.name,
    stage: facts.stage,
    target: facts.target && `${facts.target.name} ${facts.target.version}`,
    git: facts.git && { branch: facts.git.branch, commit: facts.git.commit },
    evidence: run.folder,
    report: reportFolder(run.id),
  };
}

async function publishOne(name: string, ready: Promise<Ready>): Promise<Published> {
  const redactor = new Redactor();
  let digest: string | undefined;
  const fared = (outcome: Published['outcome'], { what, fix }: Sentence): Published => ({
    publisher: name,
    outcome,
    ...(digest !== undefined && { digest }),
    what: redactor.text(what),
    ...(fix !== undefined && { fix: redactor.text(fix) }),
  });
  try {
    const { sealed, known } = await ready;
    digest = sealed.digest;
    const publication = known.find(({ publisher }) => publisher.name === name);
    if (publication === undefined)
      throw new ConfigError({
        what: 'harness.config.ts names it no more.',
        fix: 'name it there again under publish',
      });
    for (const secret of secretsOfPublisher(publication)) redactor.add(secret);
    return fared('published', { what: await inTime(publication, sealed) });
  } catch (error) {
    return fared('failed', saidBy(error));
  }
}

const USUAL_LIMIT_MS = 60_000;

async function inTime({ publisher, options }: Publication, run: SealedRun): Promise<string> {
  const limitMs = publisher.timeoutMs ?? USUAL_LIMIT_MS;
  const over = new AbortController();
  const late = new Promise<never>((_, reject) => {
    over.signal.addEventListener('abort', () => reject(new InfraError(`no answer in ${limitMs / 1000} s`)));
  });
  const timer = setTimeout(() => over.abort(), limitMs);
  try {
    return await Promise.race([publisher.publish(run, options, over.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** An outcome that cannot be noted is none: the run is handed on again later. */
function note(notes: Journal<Note>, { outcome, ...data }: Published): Published {
  try {
    notes.append({ type: outcome, data });
    notes.sync();
    return { outcome, ...data };
  } catch (error) {
    const unnoted = within('this could not be noted', saidBy(error));
    return { outcome: 'failed', ...data, ...joined([data, unnoted], '; ') };
  }
}

function isOutcome(note: Note): note is Extract<Note, { type: 'published' | 'failed' }> {
  return note.type === 'published' || note.type === 'failed';
}

function notesOf(run: RunFolder): readonly Note[] {
  const file = notesFile(run);
  return existsSync(file) ? readJournal(file, noteSchema).events : [];
}

function openNotes(run: RunFolder): Journal<Note> {
  return openJournal<Note>({
    file: notesFile(run),
    schema: noteSchema,
    now: () => new Date(),
    torn: (bytes) => ({ type: 'torn', data: { bytes } }),
  });
}
