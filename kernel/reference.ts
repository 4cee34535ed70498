/** How a requirement is named: `FUN-09`, or one aspect of it: `FUN-09/5xx`. Light: test runners load it. */
export const REFERENCE = /^[A-Z]{3}-\d{2}(\/[a-z0-9]+(-[a-z0-9]+)*)*$/;

export const REFERENCE_SAID = 'a requirement such as FUN-01, or an aspect of it such as FUN-01/admin';

/** The tags in titles, each as it was written: a mistyped aspect is one too, and is told as unknown. */
const TAG = /(?<![\w/])@([A-Z]{3}-\d{2}(?!\w)(?:\/[\w-]*)*)/g;

/** What titles and tags refer to: `@FUN-09/5xx` to FUN-09/5xx. Only tags that begin with an area of the catalogue mean anything. */
export function referencesIn(texts: readonly string[]): string[] {
  return [...new Set([...texts.join(' ').matchAll(TAG)].map(([, reference = '']) => reference))];
}

/** A title without them. */
export function withoutReferences(title: string): string {
  return title.replaceAll(new RegExp(String.raw`\s*${TAG.source}`, 'g'), '');
}

/** `FUN-09` of `FUN-09/5xx`. */
export function requirementOf(reference: string): string {
  return reference.split('/', 1)[0] ?? reference;
}

/** `FUN` of `FUN-09/5xx`. */
export function areaOf(reference: string): string {
  return reference.split('-', 1)[0] ?? reference;
}

/** Whether both speak of the same: alike, or one of them names the whole requirement. */
export function overlap(one: string, other: string): boolean {
  return one === other || requirementOf(one) === other || one === requirementOf(other);
}
