import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../root.ts';
import { proveGate } from './prove-gate.ts';

const JUDGES = [
  'kernel/judge.ts',
  'kernel/gate.ts',
  'kernel/gate-waivers.ts',
  'kernel/judge-together.ts',
  'scripts/finish/judge-run.ts',
];

/** The beginning of every sentence that the source can say as `what` of a reason: of a template its longest fixed part. */
function sentencesIn(source: string): readonly string[] {
  const said = source.matchAll(/(?:what(?::| =)|reason\(\s*run,)\s*(?:waiver \? )?(['`])((?:(?!\1).)*)/g);
  return [...said].flatMap(([, , text = '']) => {
    const parts = text.replaceAll(/\$\{(?:[^}]*\}|.*$)/g, '\n').split('\n');
    return parts.toSorted((a, b) => b.length - a.length).slice(0, 1);
  });
}

it('each rule blocks the case that was made for it, and each sentence of the judge is said by one', async () => {
  const { seeds } = await proveGate({ most: 1 });
  expect(seeds.filter(({ blocked }) => !blocked)).toEqual([]);
  const said = seeds.flatMap((one) => one.said);
  const sentences = JUDGES.flatMap((file) => sentencesIn(readFileSync(join(ROOT, file), 'utf8')));
  expect(sentences.length).toBeGreaterThan(25);
  expect(sentences.filter((one) => !said.some((whole) => whole.includes(one)))).toEqual([]);
});
