import { z } from 'zod';
import { suiteEventSchema } from '../../kernel/evidence.ts';
import { runEventSchema } from '../../kernel/run-journal.ts';

let own: ReadonlySet<string> | undefined;

/** The names of fields and the fixed words of our own records: what stands there is no secret, and rewritten it could not be read. */
export function ownVocabulary(): ReadonlySet<string> {
  return (own ??= new Set(
    [suiteEventSchema, runEventSchema].flatMap((schema) => [
      ...wordsOf(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })),
    ]),
  ));
}

function* wordsOf(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema) as [string, unknown][]) {
    if (key === 'properties') yield* Object.keys(value as object);
    if (key === 'const' && typeof value === 'string') yield value;
    if (key === 'enum') yield* (value as unknown[]).filter((one) => typeof one === 'string');
    yield* wordsOf(value);
  }
}
