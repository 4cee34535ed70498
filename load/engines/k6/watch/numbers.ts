/** Numbers as people read them: three digits, with their unit. */
export const round = (value: number): number => Number(value.toPrecision(3));
export const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;
export const seconds = (ms: number): string => `${round(ms / 1000)} s`;
export const milliseconds = (ms: number): string => `${round(ms)} ms`;
