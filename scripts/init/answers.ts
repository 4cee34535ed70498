export const KINDS = ['e2e', 'contract', 'load', 'chaos', 'security'] as const;
export type InitKind = (typeof KINDS)[number];

export interface InitAnswers {
  readonly url: URL;
  /** A command line; undefined where the product runs already. */
  readonly start: string | undefined;
  readonly kinds: readonly InitKind[];
}
