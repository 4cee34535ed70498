import { expect, test } from 'vitest';
import { Order, type Task } from './order.ts';

interface Diary {
  readonly said: string[];
}

/** Says that it begins and ends. */
function task(title: string): Task<Diary> {
  return {
    title,
    setup: ({ said }) => said.push(`${title} begins`),
    teardown: ({ said }) => said.push(`${title} ends`),
  };
}

const fails: Task<Diary> = { title: 'fails', setup: () => Promise.reject(new Error('no more')) };

async function saidBy(order: Order<Diary, unknown>): Promise<readonly string[]> {
  const said: string[] = [];
  await order.run({ said }).catch((error: unknown) => said.push(String(error)));
  return said;
}

test('each task has what those before it gave', async () => {
  const order = new Order<{ readonly word: string }>()
    .next({ title: 'count', setup: async ({ word }) => Promise.resolve({ length: word.length }) })
    .next({ title: 'nothing', setup: () => undefined })
    .next({ title: 'double', setup: ({ length }) => ({ twice: 2 * length }) });
  expect(await order.run({ word: 'four' })).toEqual({ word: 'four', length: 4, twice: 8 });
  const early = new Order<{ readonly word: string }>();
  // @ts-expect-error It stands before the task that counts.
  early.next({ title: 'double', setup: ({ length }) => ({ twice: 2 * length }) });
});

test('they are torn down at the end, the last one first', async () => {
  expect(await saidBy(new Order<Diary>().next(task('one')).next(task('two')))).toEqual([
    'one begins',
    'two begins',
    'two ends',
    'one ends',
  ]);
});

test('what was begun is torn down where another fails, also in its own teardown; nothing follows', async () => {
  const order = new Order<Diary>()
    .next(task('one'))
    .next({ title: 'ends badly', teardown: () => Promise.reject(new Error('not ended')) })
    .next(task('two'));
  expect(await saidBy(order.next(fails).next(task('three')))).toEqual([
    'one begins',
    'two begins',
    'two ends',
    'one ends',
    'Error: not ended',
  ]);
  expect(await saidBy(new Order<Diary>().next(task('one')).next(fails))).toEqual([
    'one begins',
    'one ends',
    'Error: no more',
  ]);
});

test('tasks within one end before the next begins', async () => {
  const order = new Order<Diary>()
    .within('both', (within) => within.next(task('one')).next(task('two')))
    .nextAll(new Order<Diary>().next(task('three')));
  expect(await saidBy(order)).toEqual([
    'one begins',
    'two begins',
    'two ends',
    'one ends',
    'three begins',
    'three ends',
  ]);
  expect(order.titles).toEqual(['both', '  one', '  two', 'three']);
});
