import type { Filter } from './secret-filter.ts';
import { LONGEST_SHAPE_BYTES, type Shape, SHAPES } from './token-shapes.ts';

/** What a shape may look back at. */
const CONTEXT_BYTES = 64;
/** Group names hold no hyphens, so a shape is known by its place. */
const expressionOf = (sought: (shape: Shape) => boolean) =>
  new RegExp(
    SHAPES.map((shape, index) => (sought(shape) ? [`(?<shape${index}>${shape.source})`] : []))
      .flat()
      .join('|'),
    'gi',
  );
const ANY_SHAPE = expressionOf(() => true);
const IN_CODE = expressionOf(({ guess }) => guess !== true);

/** Whether anything in a text looks like a credential. */
export function hasShape(text: string): boolean {
  return nextMatch(ANY_SHAPE, text, 0) !== null;
}

/**
 * Replaces what looks like a credential, also one that is split over chunks; in `code` only what cannot be anything else, for
 * `e.password=t` is an assignment there, and the program would be broken.
 */
export class ShapeFilter implements Filter {
  readonly #expression: RegExp;
  #held = '';
  /** How much of the held text was given out already. */
  #given = 0;

  constructor(kind: 'text' | 'code' = 'text') {
    this.#expression = kind === 'code' ? IN_CODE : ANY_SHAPE;
  }

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
    const next = () => nextMatch(this.#expression, text, done);
    for (let match = next(); match !== null; match = next()) {
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

/** Expressions are shared, for making one costs more than reading a short text. */
function nextMatch(expression: RegExp, text: string, from: number): RegExpExecArray | null {
  expression.lastIndex = from;
  return expression.exec(text);
}

function replacementOf(match: RegExpExecArray): string {
  const index = SHAPES.findIndex((_, place) => match.groups?.[`shape${place}`] !== undefined);
  const shape = SHAPES[index];
  const mark = `[redacted:${shape?.name ?? 'token'}]`;
  return shape?.rewrite?.(match[0], mark) ?? mark;
}
