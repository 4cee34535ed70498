/** How a requirement is named: `FUN-09`, `SHOP-123`, or one aspect of it: `FUN-09/5xx`. Light: test runners load it. */
export const REFERENCE = /^[A-Z][A-Z0-9]{1,9}-\d{1,6}(\/[a-z0-9]+(-[a-z0-9]+)*)*$/;

export const REFERENCE_SAID = 'a requirement such as FUN-01, or an aspect of it such as FUN-01/admin';

/** The tags in titles, each as it was written: a mistyped aspect is one too, and is told as unknown. */
const TAG = /(?<![\w/])@([A-Z][A-Z0-9]{1,9}-\d{1,6}(?!\w)(?:\/[\w-]*)*)/g;

/** What may have been meant as one: `@FUN-9`, `@fun-09/x`, `@FUN_012`. */
const LIKE_A_TAG = /(?<![\w/])@([A-Z][A-Z0-9]{1,9}[-_]\d{1,6}(?!\d)[\w/-]*)/gi;

/**
 * What titles and tags refer to: `@FUN-09/5xx` to FUN-09/5xx; also what only looks like a reference. Only what begins with an area of
 * the catalogue means anything, and those who have the catalogue say so.
 */
export function referencesIn(texts: readonly string[]): string[] {
  const text = texts.join(' ');
  const found = [TAG, LIKE_A_TAG].flatMap((tag) =>
    [...text.matchAll(tag)].map(([, reference = '']) => reference),
  );
  return [...new Set(found)];
}

/** A title without them. What is not written as a reference stays. */
export function withoutReferences(title: string): string {
  return title.replaceAll(new RegExp(String.raw`\s*${TAG.source}`, 'g'), '').trimStart();
}

/** `FUN-09` of `FUN-09/5xx`. */
export function requirementOf(reference: string): string {
  return reference.split('/', 1)[0] ?? reference;
}

/** `FUN` of `FUN-09/5xx`, and of `fun-9`. */
export function areaOf(reference: string): string {
  return (/^[a-z0-9]+/i.exec(reference)?.[0] ?? '').toUpperCase();
}

/** Whether both speak of the same: alike, or one of them names the whole requirement. */
export function overlap(one: string, other: string): boolean {
  return one === other || requirementOf(one) === other || one === requirementOf(other);
}
