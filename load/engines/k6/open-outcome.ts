import { asSentence, type Said, type Sentence } from '../../../kernel/sentence.ts';

/** One sentence for all that leaves the outcome open: everything that is wrong, then everything to do about it, each thing once. Pure. */
export function openOutcome(problems: readonly Said[]): Sentence {
  const sentences = problems.map(asSentence);
  const what = sentences.map((one) => one.what).join(' ');
  const fixes = new Set(sentences.flatMap(({ fix }) => fix?.replace(/\.$/, '') ?? []));
  return fixes.size === 0 ? { what } : { what, fix: `${[...fixes].join('; ')}.` };
}
