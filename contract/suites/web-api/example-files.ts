import { createHash } from 'node:crypto';

export interface ExampleFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}
/** What the provider state has stored, and the web uploads. */
export const FILE: ExampleFile = { name: 'example report.txt', type: 'text/plain', content: 'Example.\n' };
/** Pact looks at the content to see whether it is of the type. */
export const PAGE: ExampleFile = {
  name: 'example.html',
  type: 'text/html',
  content: '<!doctype html>\n<html><body>Example.</body></html>\n',
};
export const digestOf = ({ content }: ExampleFile) =>
  `sha-256=:${createHash('sha256').update(content).digest('base64')}:`;
