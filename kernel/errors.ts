import { asSentence, joined, say, type Said, type Sentence } from './sentence.ts';

/** Exit codes of the command line: what a caller may act on without reading a word. */
export const EXIT = { pass: 0, fail: 1, unknown: 2, usage: 254, bug: 255 } as const;

/** An error for people: what is wrong, and in a field of its own what to do about it. Its message says both. */
abstract class SentenceError extends Error implements Sentence {
  readonly what: string;
  readonly fix: string | undefined;
  constructor(said: Said, options?: ErrorOptions) {
    const sentence = asSentence(said);
    super(say(sentence), options);
    this.what = sentence.what;
    this.fix = sentence.fix;
  }
}

/** Your file or your command line is wrong. Carries every problem found, never just the first. */
export class ConfigError extends SentenceError {
  override readonly name = 'ConfigError';
  readonly problems: readonly Sentence[];
  constructor(problems: Said | readonly Said[]) {
    const list = typeof problems === 'string' || 'what' in problems ? [problems] : problems;
    const sentences = list.map(asSentence);
    super(joined(sentences, '\n'));
    this.message = sentences.map((one) => say(one)).join('\n');
    this.problems = sentences;
  }
}

/** The surroundings failed (a service, a port, a tool): says nothing about the product, so the verdict is `unknown`. */
export class InfraError extends SentenceError {
  override readonly name = 'InfraError';
}

/** The suite itself broke (it threw outside an assertion, its tool refused it): `unknown`, and its owner must look. */
export class SuiteError extends SentenceError {
  override readonly name = 'SuiteError';
}

/** The message of anything thrown, on one line if it has only one. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What anything thrown says, with its fix where it is one of ours that names one. */
export function saidBy(error: unknown): Sentence {
  return error instanceof SentenceError ? { what: error.what, fix: error.fix } : { what: messageOf(error) };
}
