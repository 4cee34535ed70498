/** What is wrong, and what to do about it: two fields from where it is written to where it is shown. */
export interface Sentence {
  readonly what: string;
  readonly fix?: string | undefined;
}

/** A sentence; as a text where nothing is to be done about it, or that says so itself. */
export type Said = string | Sentence;

export function asSentence(said: Said): Sentence {
  return typeof said === 'string' ? { what: said } : said;
}

const FIX = ' Fix: ';

/** As people read it: what is wrong ends before what to do begins. */
export function say(said: Said): string {
  const { what, fix } = asSentence(said);
  if (fix === undefined) return what;
  return `${what}${/[\w`"')\]}]$/.test(what) ? '.' : ''}${FIX}${fix}`;
}

/** The same, and of what it is said: `where: what`. */
export function within(where: string, said: Said): Sentence {
  const { what, fix } = asSentence(said);
  return { what: `${where}: ${what}`, fix };
}

/** Several as one: all that is wrong, then all that is to be done about it, each thing once. */
export function joined(sentences: readonly Sentence[], between: string): Sentence {
  const fixes = new Set(sentences.flatMap(({ fix }) => fix ?? []));
  const what = sentences.map((one) => one.what).join(between);
  return { what, fix: fixes.size === 0 ? undefined : [...fixes].join('; ') };
}

/**
 * A sentence of old evidence, which was one text: `fix` became a field later. For parsers of evidence only; whoever has a sentence
 * of today never takes one apart.
 */
export function fromOldEvidence({ what, fix }: Sentence): Sentence {
  const at = fix === undefined ? what.indexOf(FIX) : -1;
  return at < 0 ? { what, fix } : { what: what.slice(0, at), fix: what.slice(at + FIX.length) };
}
