import { expect, it } from 'vitest';
import { HistoryJournal, historyIn } from './journal.ts';

const about = { client: 'c', tenant: 't', does: 'add', of: 'jobs', key: 'k' };
const asked = (id: number) => JSON.stringify({ type: 'asked', id, atMs: id, ...about });
const ended = (id: number) => JSON.stringify({ type: 'ended', id, atMs: id + 0.5, outcome: 'acknowledged' });
const read = (...lines: readonly string[]) => historyIn(lines.map((line) => `${line}\n`).join(''), 'here');

it('what was cut off at the end may have happened', () => {
  expect(historyIn(`${asked(0)}\n${ended(0)}\n${asked(1)}\n${ended(1).slice(0, 20)}`, 'here')).toMatchObject([
    { id: 0, outcome: 'acknowledged' },
    { id: 1, outcome: 'indeterminate' },
  ]);
});

it.each([
  ['an operation is missing', [asked(0), asked(2)], 'here:2: `asked` of 2'],
  ['its beginning is missing', [asked(1)], 'here:1: `asked` of 1'],
  ['nobody asked', [asked(0), ended(1)], 'here:2: `ended` of 1'],
  ['it ended twice', [asked(0), ended(0), ended(0)], 'here:3: `ended` of 0'],
  ['two wrote it', [asked(0), asked(0)], 'here:2: `asked` of 0'],
])('no history: %s', (_, lines, said) => {
  expect(() => read(...lines)).toThrow(said);
});

it('a second client cannot go on with the history of a first', () => {
  expect(() => new HistoryJournal(import.meta.filename)).toThrow('there is a history already');
});

it('what is no line of one', () => {
  expect(() => read(asked(0), '{}')).toThrow('here:2: no line of a history');
});
