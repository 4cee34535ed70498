/** How a gauge is drawn: its unit as people read it, and what turns a value into that unit. */
export interface ShownUnit {
  readonly unit: string;
  readonly factor: number;
}

const SHOWN: Readonly<Record<string, ShownUnit>> = {
  ratio: { unit: '%', factor: 100 },
  share: { unit: '%', factor: 100 },
  bytes: { unit: 'MB', factor: 1e-6 },
  s: { unit: 'ms', factor: 1000 },
  seconds: { unit: 'ms', factor: 1000 },
  count: { unit: '', factor: 1 },
};

export function shownUnit(unit: string): ShownUnit {
  return SHOWN[unit] ?? { unit, factor: 1 };
}
