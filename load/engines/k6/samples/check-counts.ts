import type { Row } from './csv-rows.ts';

export interface CheckCount {
  readonly name: string;
  readonly passed: number;
  readonly total: number;
}

/** How often each `check()` of the script passed. Names beyond the limit share one entry, `(further checks)`. */
export class CheckCounts {
  readonly #counts = new Map<string, { passed: number; total: number }>();
  readonly #atMost: number;

  constructor(atMost = 200) {
    this.#atMost = atMost;
  }

  add(row: Row): void {
    if (row.metric !== 'checks') return;
    const count = this.#count(row.tag('check') || '(unnamed)');
    count.total++;
    if (row.value !== 0) count.passed++;
  }

  all(): readonly CheckCount[] {
    return [...this.#counts].map(([name, count]) => ({ name, ...count }));
  }

  #count(name: string): { passed: number; total: number } {
    const key = this.#counts.has(name) || this.#counts.size < this.#atMost ? name : '(further checks)';
    const count = this.#counts.get(key) ?? { passed: 0, total: 0 };
    this.#counts.set(key, count);
    return count;
  }
}
