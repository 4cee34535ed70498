import { expect, it, test } from 'vitest';
import { ConfigError, InfraError, saidBy } from './errors.ts';
import { endingSchema } from './evidence.ts';
import { plannedRecordSchema, runEventSchema } from './run-journal.ts';
import { joined, say, within } from './sentence.ts';
import { sampleSuite } from './testing/samples.ts';

const NEW = { what: 'no k6 here.', fix: './harness doctor --fix' };
const OLD = 'no k6 here. Fix: ./harness doctor --fix';

it('is said as one text, and of something', () => {
  expect(say(NEW)).toBe(OLD);
  expect(say({ ...NEW, what: 'no k6 here' })).toBe(OLD);
  expect(say({ ...NEW, what: 'is k6 here?' })).toBe('is k6 here? Fix: ./harness doctor --fix');
  expect(say('nothing is to be done')).toBe('nothing is to be done');
  expect(say(within('load/smoke', NEW))).toBe(`load/smoke: ${OLD}`);
});

it('several are one: all that is wrong, then all that is to be done, each thing once', () =>
  expect(joined([NEW, { what: 'no zap here.', fix: NEW.fix }, { what: 'no rest.' }], ' ')).toEqual({
    what: 'no k6 here. no zap here. no rest.',
    fix: NEW.fix,
  }));

it('is what an error of ours carries, and its message says both', () => {
  expect(saidBy(new InfraError(NEW))).toEqual(NEW);
  expect(new InfraError(NEW).message).toBe(OLD);
  const several = new ConfigError([NEW, 'b: no such file']);
  expect(several.message).toBe(`${OLD}\nb: no such file`);
  expect(saidBy(several)).toEqual({ what: 'no k6 here.\nb: no such file', fix: NEW.fix });
  expect(saidBy(new Error(OLD))).toEqual({ what: OLD });
});

/** As evidence has it today, and as it had it before `fix` was a field. */
test.each<[string, (said: unknown) => unknown, unknown, unknown]>([
  ['trouble', (data) => runEventSchema.parse({ type: 'trouble', data }).data, NEW, { what: OLD }],
  ['a warning', (data) => runEventSchema.parse({ type: 'warning', data }).data, NEW, { what: OLD }],
  ['what healing failed at', failureOf, NEW, OLD],
  ['why a suite could not run', unavailableOf, NEW, OLD],
  ['how a suite ended', endedOf, { error: NEW.what, fix: NEW.fix }, { error: OLD }],
])('%s reads the same from old evidence', (_, read, now, before) => {
  expect(read(before)).toEqual(read(now));
  expect(read(now)).toMatchObject({ fix: NEW.fix });
});

function failureOf(said: unknown): unknown {
  const data = { by: 'heal', undone: 0, failures: [said] };
  return (runEventSchema.parse({ type: 'healed', data }).data as { failures: unknown[] }).failures[0];
}

function unavailableOf(unavailable: unknown): unknown {
  const record = { suite: sampleSuite(), toolKind: 'e2e', file: 'a.suite.ts', unavailable };
  return plannedRecordSchema.parse(record).unavailable;
}

function endedOf(said: unknown): unknown {
  return endingSchema.parse({ ...(said as object), cause: 'infra' });
}
