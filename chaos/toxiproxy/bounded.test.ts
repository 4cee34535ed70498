import { expect, test } from 'vitest';
import { bounded } from './bounded.ts';

const { signal } = new AbortController();
const forEver = new Promise<never>(() => undefined);

test('gives what the work gives', async () => {
  expect(await bounded(Promise.resolve(7), 'asking', signal)).toBe(7);
});

test('says what did not answer in time', async () => {
  await expect(bounded(forEver, 'asking', signal, 5)).rejects.toThrow('asking: no answer within 5 ms');
});

test('ends with the run', async () => {
  const abort = new AbortController();
  const waiting = expect(bounded(forEver, 'asking', abort.signal)).rejects.toThrow('asking: aborted');
  abort.abort();
  await waiting;
  await expect(bounded(forEver, 'asking', abort.signal)).rejects.toThrow('asking: aborted');
});

test('a failure of the work stays what it was', async () => {
  await expect(bounded(Promise.reject(new Error('404')), 'asking', signal)).rejects.toThrow('404');
});
