/** What a recorder wrote, as a spec of a suite, and what whoever recorded it has to know. */
export interface RecordedSpec {
  readonly text: string;
  readonly warnings: readonly string[];
}

/**
 * Addresses below the origin become paths, so that the spec runs wherever an environment says the product is. What it asserts nobody can
 * add but whoever recorded it, and what was typed stands in it. Pure.
 */
export function specOf(recorded: string, origin: string): RecordedSpec {
  const text = recorded.replaceAll(
    new RegExp(`(['"\`])${literally(origin)}(/[^'"\`]*)?\\1`, 'g'),
    (_, quote: string, path = '/') => `${quote}${path}${quote}`,
  );
  const asserts = /\bexpect\s*\(/.test(text);
  const typed = [...text.matchAll(/\.fill\((['"])(.+?)\1\)/g)].length;
  return {
    text,
    warnings: [
      ...(asserts
        ? []
        : ['it asserts nothing, so a run of it is unknown: record assertions (the eye in its toolbar), or write expect(…)']), // prettier-ignore
      ...(typed === 0
        ? []
        : [
            `what was typed stands in it, ${typed} times: take accounts from binding().account('user') of release-harness/bindings before it is committed`,
          ]),
    ],
  };
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
