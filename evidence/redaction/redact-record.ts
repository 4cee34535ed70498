import type { SuiteStart } from '../../kernel/evidence.ts';
import type { RunEvent } from '../../kernel/run-journal.ts';
import type { ResolvedSuite } from '../../kernel/suite.ts';
import type { Redactor } from '../redaction.ts';
import { ownVocabulary } from './vocabulary.ts';

/**
 * A record of ours without secrets. Its structure is ours and stays, whatever the secrets are: names of fields, fixed words,
 * numbers, and `names`, by which records find each other. Everything else came from outside and is redacted, and so is all that
 * an event tells in its `detail`.
 */
export function redactRecord<T>(redactor: Redactor, record: T, names: ReadonlySet<string>): T {
  const words = ownVocabulary();
  const inside = (value: unknown): unknown => {
    if (typeof value === 'string') return words.has(value) || names.has(value) ? value : redactor.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(inside);
    return Object.fromEntries(
      Object.entries(value).map(([key, one]: [string, unknown]) => [keyOf(key), field(key, one)]),
    );
  };
  const keyOf = (key: string) => (words.has(key) || names.has(key) ? key : redactor.text(key));
  const field = (key: string, value: unknown) =>
    key === 'detail' && typeof value === 'object' ? redactor.value(value) : inside(value);
  return inside(record) as T;
}

/** The names by which a suite's records find each other. */
export function namesOfSuite({ run, suite, environment, target, engine }: SuiteStart): readonly string[] {
  return [
    run,
    environment,
    ...(target ? [target.name] : []),
    engine.name,
    engine.toolKind,
    ...namesIn(suite),
  ];
}

/** The names that a run's event brings up, and by which later ones refer to it. */
export function namesOfRun({ type, data }: RunEvent): readonly string[] {
  if (type === 'run-started') return [data.id, data.environment.name, data.environment.target, data.work];
  if (type !== 'planned') return [];
  return [
    ...data.planned.flatMap(({ suite, toolKind }) => [toolKind, ...namesIn(suite)]),
    ...(data.demanded ?? []).flatMap(({ reference, kinds = [] }) => [reference, ...kinds]),
    ...Object.keys(data.notApplicable ?? {}),
    ...Object.entries(data.stages ?? {}).flat(2),
  ];
}

function namesIn({ name, engine, owner, tags, proves, thresholds }: ResolvedSuite): readonly string[] {
  return [name, engine, owner, ...tags, ...proves, ...thresholds.map(({ metric }) => metric)];
}
