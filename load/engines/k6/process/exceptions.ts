export interface Thrown {
  /** One line: the message and the script's line that threw it. */
  readonly sentence: string;
  count: number;
}

const KINDS_AT_MOST = 20;

/** Exceptions of one sort, by what was thrown where. As small as the number of kinds that it keeps, and of scenarios. */
export class Exceptions {
  readonly kinds = new Map<string, Thrown>();
  /** Those of further kinds, which are only counted. */
  further = 0;
  /** Those that ended an iteration, by scenario. */
  readonly byScenario = new Map<string, number>();

  add(sentence: string, scenario: string | undefined): void {
    const known = this.kinds.get(sentence);
    if (known !== undefined) known.count++;
    else if (this.kinds.size >= KINDS_AT_MOST) this.further++;
    else this.kinds.set(sentence, { sentence, count: 1 });
    if (scenario !== undefined) this.byScenario.set(scenario, (this.byScenario.get(scenario) ?? 0) + 1);
  }
}
