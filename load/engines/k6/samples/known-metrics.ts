import { copyOf } from './csv-fields.ts';

interface Known {
  readonly name: string;
  /** The one that came after it the last time, with the comma behind it. */
  next: string;
  after: Known | undefined;
}

/** A script may make metrics without end. */
const KEPT_AT_MOST = 1000;

/**
 * Names of metrics, the same string each time: comparing it is then comparing addresses. Each request's samples come in the same
 * order, so the next name is guessed before it is read.
 */
export class KnownMetrics {
  readonly #known = new Map<string, Known>();
  #last: Known = { name: '', next: ',', after: undefined };

  /** The name that stands there, up to the comma; empty where there is none. */
  at(text: string, start: number): string {
    const before = this.#last;
    if (before.after !== undefined && text.startsWith(before.next, start)) this.#last = before.after;
    else {
      const comma = text.indexOf(',', start);
      if (comma <= start) return '';
      this.#last = this.#of(text.slice(start, comma));
      before.after = this.#last;
      before.next = `${this.#last.name},`;
    }
    return this.#last.name;
  }

  #of(text: string): Known {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const name = copyOf(text);
    if (this.#known.size >= KEPT_AT_MOST) this.#known.clear();
    const made = { name, next: ',', after: undefined };
    this.#known.set(name, made);
    return made;
  }
}
