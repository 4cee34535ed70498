import { type Form, formsOf, longestOf, type Unit, type Writing } from './secret-forms.ts';

/** Half-open, in bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Beyond this many states the automaton forgets them and builds anew what it meets: memory stays below 5 MB. */
const MOST_STATES = 4096;
const FIRST_STATES = 64;
const UNKNOWN = -1;
/** A place in a form is one number: unit, writing, byte. */
const BYTES = 64;
const WRITINGS = 64;

interface FormPlace {
  readonly first: number;
  readonly last: number;
}

/**
 * Finds every form of every secret in one pass over bytes, whatever their number: an automaton whose states are built when
 * they are first met.
 */
export class SecretMatcher {
  /** No match is longer than this many bytes. */
  readonly longestBytes: number;
  readonly #units: Unit[] = [];
  readonly #forms: FormPlace[] = [];
  readonly #formEndingAt = new Map<number, number>();
  /** By first byte, the places reached when a form begins with it. */
  readonly #begun: number[][] = Array.from({ length: 256 }, () => []);
  /** By state and byte, the next state; grows with the states. */
  #table = new Int32Array(0);
  #places: number[][] = [];
  #accepted: (readonly number[] | undefined)[] = [];
  #states = new Map<string, number>();

  constructor(secrets: readonly string[]) {
    const forms = secrets.flatMap(formsOf);
    for (const form of forms) this.#addForm(form);
    this.longestBytes = Math.max(0, ...forms.map(longestOf));
    this.#forget();
  }

  /** Reports each match, in the order of their ends. Matches may overlap. */
  scan(bytes: Uint8Array, found: (span: Span) => void): void {
    let state = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      const known = this.#table[state * 256 + byte] ?? UNKNOWN;
      state = known === UNKNOWN ? this.#step(state, byte) : known;
      const forms = this.#accepted[state];
      if (forms === undefined) continue;
      for (const form of forms) found({ start: this.#startOf(form, bytes, at + 1), end: at + 1 });
    }
  }

  #addForm(form: Form): void {
    const first = this.#units.length;
    this.#units.push(...form);
    const last = this.#units.length - 1;
    this.#formEndingAt.set(last, this.#forms.push({ first, last }) - 1);
    for (const place of this.#placesIn(first)) {
      for (const byte of this.#writing(place)[0] ?? []) this.#begun[byte]?.push(...this.#after(place));
    }
  }

  #placesIn(unit: number): number[] {
    return (this.#units[unit] ?? []).map((_, writing) => (unit * WRITINGS + writing) * BYTES);
  }

  #writing(place: number): Writing {
    const unit = Math.floor(place / (WRITINGS * BYTES));
    return this.#units[unit]?.[Math.floor(place / BYTES) % WRITINGS] ?? [];
  }

  /** Where one stands after the byte at `place`: a negative number, -1 - form, when that was the form's last. */
  #after(place: number): number[] {
    if ((place % BYTES) + 1 < this.#writing(place).length) return [place + 1];
    const unit = Math.floor(place / (WRITINGS * BYTES));
    const form = this.#formEndingAt.get(unit);
    return form === undefined ? this.#placesIn(unit + 1) : [-1 - form];
  }

  #step(state: number, byte: number): number {
    const next = new Set(this.#begun[byte]);
    for (const place of this.#places[state] ?? []) {
      if (this.#writing(place)[place % BYTES]?.includes(byte) !== true) continue;
      for (const one of this.#after(place)) next.add(one);
    }
    const full = this.#states.size >= MOST_STATES;
    if (full) this.#forget();
    const id = this.#stateOf([...next].sort((a, b) => a - b));
    if (!full) this.#table[state * 256 + byte] = id;
    return id;
  }

  #stateOf(places: readonly number[]): number {
    const key = places.join();
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const id = this.#states.size;
    if ((id + 1) * 256 > this.#table.length) this.#grow();
    this.#states.set(key, id);
    this.#places[id] = places.filter((place) => place >= 0);
    const forms = places.filter((place) => place < 0).map((place) => -1 - place);
    this.#accepted[id] = forms.length > 0 ? forms : undefined;
    return id;
  }

  #grow(): void {
    const larger = new Int32Array(this.#table.length * 4).fill(UNKNOWN);
    larger.set(this.#table);
    this.#table = larger;
  }

  /** Back to the start state alone. A scan under way goes on with a state that is made after this. */
  #forget(): void {
    this.#table = new Int32Array(FIRST_STATES * 256).fill(UNKNOWN);
    this.#states = new Map();
    this.#places = [];
    this.#accepted = [];
    this.#stateOf([]);
  }

  /** Walks a form backwards from where it ended to the earliest byte where it can have begun. */
  #startOf(form: number, bytes: Uint8Array, end: number): number {
    const { first, last } = this.#forms[form] ?? { first: 0, last: -1 };
    let ends = [end];
    for (let unit = last; unit >= first; unit--) ends = startsBefore(this.#units[unit] ?? [], bytes, ends);
    return Math.min(...ends);
  }
}

/** Where a unit can begin that ends at one of `ends`. */
function startsBefore(unit: Unit, bytes: Uint8Array, ends: readonly number[]): number[] {
  const starts: number[] = [];
  for (const end of ends) {
    for (const writing of unit) {
      const start = end - writing.length;
      if (start >= 0 && !starts.includes(start) && fits(writing, bytes, start)) starts.push(start);
    }
  }
  return starts;
}

/** Compared from the last byte on, where most writings differ. */
function fits(writing: Writing, bytes: Uint8Array, start: number): boolean {
  for (let index = writing.length - 1; index >= 0; index--) {
    if (writing[index]?.includes(bytes[start + index] ?? -1) !== true) return false;
  }
  return true;
}
