/** A sentence for each place of a text where one of the ids stands as a word of its own. */
export function namedIn(file: string, text: string, ids: readonly string[]): readonly string[] {
  return ids.flatMap((id) => {
    const at = text.search(new RegExp(`(?<![a-z0-9-])${id}(?![a-z0-9-])`, 'i'));
    if (at < 0) return [];
    const line = text.slice(0, at).split('\n').length;
    return [`${file}:${line}: names the planted defect "${id}"; only targets and detect may`];
  });
}
