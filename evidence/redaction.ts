import { ConfigError } from '../kernel/errors.ts';
import { COMMON_WORDS } from './redaction/common-words.ts';
import { type Filter, MARK, SecretFilter, spansIn } from './redaction/secret-filter.ts';
import { SecretMatcher } from './redaction/secret-matcher.ts';
import { hasShape, ShapeFilter } from './redaction/shape-filter.ts';
import { isSensitiveName, rewriteValue } from './redaction/token-shapes.ts';
import { ownVocabulary } from './redaction/vocabulary.ts';
import type { Sentence } from '../kernel/sentence.ts';

export type { Filter } from './redaction/secret-filter.ts';

/** A shorter one would be found in ordinary text all over, and its mark would say what it is. */
const SHORTEST = 6;
const PIECE_BYTES = 1024 * 1024;
const OVERLAP_BYTES = 64 * 1024;

/**
 * Takes a run's secrets out of whatever goes into evidence or onto a screen: in every form that evidence/README.md lists, also
 * where only a part of one is left; and what has the shape of a credential. Secrets may be added at any time; what was redacted
 * before does not change.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  #matcher: SecretMatcher | undefined;

  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.add(secret);
  }

  /** Makes a value secret, without the white space around it. Throws a ConfigError for one that cannot be redacted safely. */
  add(value: string): void {
    const secret = value.trim();
    const problem = problemOf(secret);
    if (problem !== undefined) throw new ConfigError(problem);
    if (this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    this.#matcher = undefined;
  }

  /** The secrets themselves: to hand them to another process of the same run. */
  values(): readonly string[] {
    return [...this.#secrets];
  }

  /** A filter for bytes that come in pieces; it knows the secrets of this moment. */
  filter(): Filter {
    const filters = [new SecretFilter(this.#current()), new ShapeFilter()] as const;
    return {
      push: (chunk) => filters[1].push(filters[0].push(chunk)),
      end: () => Buffer.concat([filters[1].push(filters[0].end()), filters[1].end()]),
    };
  }

  /** Text of any kind, as bytes; other bytes come through unchanged. */
  bytes(bytes: Buffer): Buffer {
    return through(this.filter(), bytes);
  }

  /** Without its secrets alone: what only looks like a credential stays. */
  withoutSecrets(bytes: Buffer): Buffer {
    return through(new SecretFilter(this.#current()), bytes);
  }

  text(text: string): string {
    const bytes = Buffer.from(text);
    return this.isIn(bytes) || hasShape(text) ? this.bytes(bytes).toString() : text;
  }

  /** Whether any form of any secret, or a part of it, is in the bytes. */
  isIn(bytes: Buffer): boolean {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      if (spansIn(this.#current(), bytes.subarray(at, at + PIECE_BYTES + OVERLAP_BYTES)).length > 0)
        return true;
    return false;
  }

  /** Any value as JSON would hold it, with every string and every key redacted, and every field with a telling name. */
  value<T>(value: T): T {
    const json = JSON.stringify(value) as string | undefined;
    return json === undefined ? value : (this.#inside(JSON.parse(json)) as T);
  }

  #inside(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') return this.#isNumberOf(String(value)) ? MARK : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => this.#inside(one));
    return Object.fromEntries(this.#fields(value));
  }

  #isNumberOf(digits: string): boolean {
    return [...this.#secrets].some((secret) => /^[\d.]+$/.test(secret) && digits.includes(secret));
  }

  #fields(object: object): [string, unknown][] {
    const pair = object as { name?: unknown; value?: unknown };
    const pairName = typeof pair.name === 'string' ? pair.name : '';
    return Object.entries(object).map(([key, value]: [string, unknown]) => {
      const name = key === 'value' ? pairName : key;
      const telling = typeof value === 'string' && isSensitiveName(name);
      return [this.text(key), telling ? rewriteValue(name, value, '[redacted:field]') : this.#inside(value)];
    });
  }

  #current(): SecretMatcher {
    return (this.#matcher ??= new SecretMatcher(this.values()));
  }
}

function through(filter: Filter, bytes: Buffer): Buffer {
  return Buffer.concat([filter.push(bytes), filter.end()]);
}

function problemOf(secret: string): Sentence | undefined {
  if (secret.length < SHORTEST) {
    return {
      what: `a secret of ${secret.length} characters cannot be redacted safely: it would be found all over ordinary text.`,
      fix: `use one of at least ${SHORTEST} characters.`,
    };
  }
  if (MARK.includes(secret))
    return {
      what: `a secret is part of "${MARK}", which replaces secrets in evidence.`,
      fix: 'use another one.',
    };
  if (!COMMON_WORDS.has(secret.toLowerCase()) && !ownVocabulary().has(secret)) return undefined;
  return {
    what: 'a secret is a word that stands in ordinary text all over, so that it cannot be redacted safely.',
    fix: 'use another one, for instance with a digit in it.',
  };
}
