import type { Filter } from './secret-filter.ts';
import { LONGEST_SHAPE_BYTES, SHAPES } from './token-shapes.ts';

/** What a shape may look back at. */
const CONTEXT_BYTES = 64;
/** Group names hold no hyphens, so a shape is known by its place. */
const ANY_SHAPE = new RegExp(
  SHAPES.map((shape, index) => `(?<shape${index}>${shape.source})`).join('|'),
  'gi',
);

/** Whether anything in a text looks like a credential. */
export function hasShape(text: string): boolean {
  return nextMatch(text, 0) !== null;
}

/** Replaces what looks like a credential, also one that is split over chunks. */
export class ShapeFilter implements Filter {
  #held = '';
  /** How much of the held text was given out already. */
  #given = 0;

  push(chunk: Buffer): Buffer {
    return this.#release(this.#held + chunk.toString('latin1'), LONGEST_SHAPE_BYTES);
  }

  end(): Buffer {
    return this.#release(this.#held, 0);
  }

  #release(text: string, holdBack: number): Buffer {
    const limit = Math.max(this.#given, text.length - holdBack);
    let done = this.#given;
    const parts: string[] = [];
    for (let match = nextMatch(text, done); match !== null; match = nextMatch(text, done)) {
      if (match.index >= limit) break;
      parts.push(text.slice(done, match.index), replacementOf(match));
      done = match.index + match[0].length;
    }
    const end = Math.max(done, limit);
    parts.push(text.slice(done, end));
    const from = Math.max(0, end - CONTEXT_BYTES);
    this.#held = text.slice(from);
    this.#given = end - from;
    return Buffer.from(parts.join(''), 'latin1');
  }
}

/** The expression is shared, for making one costs more than reading a short text. */
function nextMatch(text: string, from: number): RegExpExecArray | null {
  ANY_SHAPE.lastIndex = from;
  return ANY_SHAPE.exec(text);
}

function replacementOf(match: RegExpExecArray): string {
  const index = SHAPES.findIndex((_, place) => match.groups?.[`shape${place}`] !== undefined);
  const shape = SHAPES[index];
  const mark = `[redacted:${shape?.name ?? 'token'}]`;
  return shape?.rewrite?.(match[0], mark) ?? mark;
}
