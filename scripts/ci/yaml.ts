import { Document, isScalar, visit } from 'yaml';
import { versionOf } from './actions.ts';

/** As prettier would have it; beside each action that is pinned stands its version. */
export function toYaml(head: string, content: object): string {
  const document = new Document(content, { aliasDuplicateObjects: false });
  document.commentBefore = ` ${head}`;
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'uses' || !isScalar<string>(value)) return;
      const version = versionOf(value.value);
      if (version !== undefined) value.comment = ` ${version}`;
    },
  });
  return document.toString({ lineWidth: 0, singleQuote: true });
}
