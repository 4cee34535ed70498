import type { Evidence } from '../../kernel/evidence.ts';
import { count, sayNumber } from '../format.ts';
import { eventsNamed, type EventName, type OldWarning } from '../../kernel/suite-events.ts';
import { sentenceSchema } from '../../kernel/sentence-schema.ts';
import { say } from '../../kernel/sentence.ts';

const MOST = 20;

type Detail = Readonly<Record<string, unknown>>;

const said = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const sayNarrowed = (by: unknown): string => (Array.isArray(by) ? by.map(said).join(', ') : said(by));

const SENTENCES: Readonly<Partial<Record<EventName | OldWarning, (detail: Detail) => string>>> = {
  loss: sayWarning,
  'attach-refused': ({ name, reason }) => `${said(name)} was not kept: ${said(reason)}`,
  'attach-missing': ({ name }) => `${said(name)} was not kept: there was no such file`,
  'attach-truncated': ({ name, leftOutBytes }) =>
    `${said(name)} was cut: ${sayNumber(Number(leftOutBytes))} bytes at its end were left out`,
  'left-out': ({ files }) => `${count(Number(files), 'file')} of the tool's output were left out`,
  'raw-output-lost': ({ reason }) => `the tool's raw output was not kept: ${said(reason)}`,
  'spider-stopped': ({ afterSeconds, urls }) =>
    `the spider was stopped after ${said(afterSeconds)} s, at ${said(urls)} URLs: it had not seen all`,
  'tests.narrowed': ({ by }) => `only a part of its tests ran: ${sayNarrowed(by)}`,
  'zap-rule-packs-missing': ({ reason }) => `some rules of ZAP were not there: ${said(reason)}`,
};

/** A tool's own reporter may call an event so, too, and say in it what it likes. */
function sayWarning(detail: Detail): string {
  const { data } = sentenceSchema.safeParse(detail);
  return data === undefined ? said(detail) : say(data);
}

/** A sentence for each thing that a suite could not look at, or that its evidence lacks. They decide nothing. */
export function warningsOf(evidence: Evidence | undefined): readonly string[] {
  const all = (evidence?.events ?? []).flatMap(({ name, detail }) => {
    const sentence = Object.hasOwn(SENTENCES, name) ? SENTENCES[name as EventName | OldWarning] : undefined;
    return sentence === undefined ? [] : [sentence(detail as Detail)];
  });
  return all.length <= MOST ? all : [...all.slice(0, MOST), `and ${all.length - MOST} more: see its journal`];
}

/** What a whole run's one sentence must say where only a part of a suite's tests ran; empty where all did. */
export function sayNarrowedRun(
  suites: readonly {
    readonly name: string;
    readonly counts: Ran;
    readonly evidence?: Evidence | undefined;
  }[],
): string {
  return suites
    .flatMap(({ name, counts, evidence }) => {
      const events = eventsNamed(evidence, 'tests.narrowed');
      const by = events.map(({ detail }) => sayNarrowed((detail as Detail)['by']));
      const of = suites.length > 1 ? ` of ${name}` : '';
      return by.length === 0 ? [] : [`; only ${sayRan(counts)}${of} ran: ${by.join(', ')}`];
    })
    .join('');
}

type Ran = Readonly<Record<'passed' | 'failed' | 'skipped', number>>;

function sayRan({ passed, failed, skipped }: Ran): string {
  const ran = passed + failed;
  return skipped === 0 ? count(ran, 'test') : `${ran} of ${count(ran + skipped, 'test')}`;
}
