import { expect, test } from 'vitest';
import { messagesOf, problemsOf, type Told, untold } from './story.ts';

const TOLD: Told = {
  ...{ alert: 'PartDown', severity: 'error', source: 'api', environment: 'run-1' },
  link: 'https://runbooks.test/down',
  to: ['/chat', 'on-call@test'],
};
const WORDS = 'error: PartDown in run-1: api since 2026-01-01T10:00:00Z, see https://runbooks.test/down';
const message = (to: string, text: string) => ({ to, text, atMs: 0 });
const STORY = TOLD.to.flatMap((to) => [message(to, `[FIRING] ${WORDS}`), message(to, `[RESOLVED] ${WORDS}`)]);
const kinds = (messages: typeof STORY, told = TOLD) => problemsOf(told, messages).map(({ kind }) => kind);
const without = (words: string) => STORY.map((one) => ({ ...one, text: one.text.replace(words, '') }));

test('an alert that everybody is told of once, and once that it is over, is well told', () => {
  expect(problemsOf(TOLD, STORY)).toEqual([]);
});

test.each([
  ['one receiver that hears nothing', STORY.slice(2), ['missing']],
  ['nobody who hears anything', [], ['missing', 'missing']],
  ['one who never hears that it is over', STORY.slice(0, 3), ['unresolved']],
  ['one who hears it twice', [...STORY, STORY[0]].flatMap((one) => one ?? []), ['repeated']],
  ['somebody else who hears it', [...STORY, message('/elsewhere', WORDS)], ['elsewhere']],
  ['no severity', without('error'), ['severity']],
  ['no source', without('api'), ['source']],
  ['no time', without('2026-01-01T10:00:00Z'), ['time']],
  ['no link', without('https://runbooks.test/down'), ['link']],
])('%s is wrong', (_what, messages, wrong) => {
  expect(kinds(messages)).toEqual(wrong);
});

test('one of which nothing was told is known, for there is nothing to say of its messages', () => {
  const other = { ...TOLD, alert: 'Other' };
  expect(untold([TOLD, other], STORY)).toEqual([other]);
});

test('a rule that names no place where it stands what to do is wrong', () => {
  expect(kinds(STORY, { ...TOLD, link: undefined })).toEqual(['link']);
});

test('messages of another run, another alert or another part are not its own', () => {
  const others = ['run-10', 'run-2'].map((run) =>
    message('/chat', `[FIRING] ${WORDS.replace('run-1', run)}`),
  );
  const part = message('/chat', `[FIRING] ${WORDS.replace('api', 'web')}`);
  const alert = message('/chat', `[FIRING] ${WORDS.replace('PartDown', 'PartDownAgain')}`);
  expect(messagesOf(TOLD, [...STORY, ...others, part, alert])).toEqual(STORY);
});
