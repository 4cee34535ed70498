import { expect, it } from 'vitest';
import { namesOf, parseApprovers } from './approvers.ts';

const KEYS = ['QUFB', 'QkJC', 'Q0ND'];
const [a = '', b = '', c = ''] = KEYS.map((key) => `ssh-ed25519 ${key} comment`);

it('a person is all lines that share a name or a key', () => {
  const lines = parseApprovers(
    `# who\n\nAlice@x,al namespaces="n" ${a}\nal ${b}\nbob@x valid-before="20271231" ${c}\neve@x ${c}\n`,
  );
  expect(namesOf('alice@X', lines)).toHaveLength(4);
  expect(namesOf('bob@x', lines)).toEqual(expect.arrayContaining(['bob@x', 'eve@x']));
  expect(namesOf('nobody@x', lines)).toEqual([]);
});

it.each([
  ['a pattern', `*@x ${a}`, /a pattern may stand for several people/],
  ['an exception', `!eve@x,bob@x ${a}`, /a pattern may stand/],
  ['an authority', `bob@x cert-authority ${a}`, /whoever it certifies/],
  ['no key', 'bob@x', /there is no key in it.*Fix: write/s],
  ['no address', `bob ${a}\neve@x ${b}`, /"bob": there is no e-mail address.*Fix: write/s],
])('%s is refused', (_, text, problem) => {
  expect(() => parseApprovers(text)).toThrow(problem);
});
