/** What each of the engine's own checks can show: requirements and clauses of them. */
const SHOWN = {
  before: ['RES-03/stated'],
  during: ['RES-01', 'RES-02', 'RES-03/during', 'REL-01'],
  recovery: ['RES-01', 'RES-02', 'RES-03/after', 'RES-05/recovery-time'],
  putBack: ['RES-03/put-back'],
} as const;

/** Of what a suite says that it proves, that which one of the engine's own checks shows: that all was put back shows nothing else. */
export function shownBy(check: keyof typeof SHOWN, proves: readonly string[]): readonly string[] {
  const speaksOf = (reference: string) =>
    SHOWN[check].some(
      (one) => reference === one || reference.startsWith(`${one}/`) || one.startsWith(`${reference}/`),
    );
  return proves.filter(speaksOf);
}
